// The state's and the host's share of the value before tax, against a flat price.

import { chart, endLabels, labelMargin, Plot, xAxis, yAxis, zeroLine } from "../chart";
import { finite, percent, num, type Report, type Table, word } from "../data";
import { element } from "../dom";
import { type Figure, key } from "../figure";
import { ofEach, percentText } from "../format";
import { bidColour, bidsIn, faint, mute } from "../theme";

const cut: [number, number] = [-60, 160]; // percent; beyond, the value shared is next to nothing

export function take(report: Report, table: Table, priceLabel: string): Figure {
  const bids = bidsIn(report, table.rows.map((row) => word(row, "bid")));
  const lines = bids.flatMap((bid) => (["host_share", "state_share"] as const).map((measure) => ({
    bid, measure,
    points: table.rows.filter((row) => row["bid"] === bid.id)
      .map((row) => ({ price: num(row, "price"), share: percent(table, row, measure) }))
      .filter((p) => Number.isFinite(p.price) && Number.isFinite(p.share)).sort((a, b) => a.price - b.price),
  }))).filter((line) => line.points.length > 0);
  const shares = finite(lines.flatMap((line) => line.points.map((p) => p.share)));
  const low = Math.max(cut[0], Math.min(0, ...shares)), high = Math.min(cut[1], Math.max(...shares, 10));
  const scale: [number, number] = [low, high + (high - low) * 0.05];
  const planned = report.study.planning_price;
  const prices = finite(lines.flatMap((line) => line.points.map((p) => p.price)));
  const at = (line: (typeof lines)[number], price: number) => [...line.points]
    .sort((a, b) => Math.abs(a.price - price) - Math.abs(b.price - price))[0]?.share ?? NaN;
  const hosts = lines.filter((line) => line.measure === "host_share");
  const middle = planned ?? (Math.min(...prices) + Math.max(...prices)) / 2;
  const text = (line: (typeof lines)[number]) => `${line.bid.name}: ${line.measure === "host_share" ? "all" : "taxes"}`;
  return {
    title: `Of the value before tax ${report.study.host} keeps ${ofEach(hosts.map((line) => ({ line, name: line.bid.name })), ({ line }) => percentText(at(line, middle)))}` +
      (planned ? " at the planning price" : ""),
    lead: `Share of the pre-tax value that goes to ${report.study.host} in all (full line) and as taxes and duties (dashed), at prices held flat.`,
    note: shares.some((share) => share < cut[0] || share > cut[1])
      ? "Where hardly any value is left to share, the share means nothing and the line is cut." : "",
    tables: [table],
    draw(width) {
      // Names at the line ends where they are few and short enough; a key above else.
      const roomy = width >= 460 && lines.length <= 4 && lines.every((line) => text(line).length <= 26);
      const margin = roomy ? labelMargin(lines.map(text), width, 0.4) : 14;
      const height = Math.max(width < 340 ? 190 : 250, Math.min(330, width * 0.6));
      const inner = height - 26 - 44;
      const last = lines.map((line) => ({ line, p: [...line.points].reverse().find((q) => q.share >= scale[0] && q.share <= scale[1]) }));
      const drawing = chart({
        width, height, marginRight: margin, marginBottom: 44,
        x: { domain: [Math.min(...prices), Math.max(...prices)] }, y: { domain: scale, clamp: false },
        marks: [
          ...yAxis({ label: "Share of pre-tax value (%)" }), ...xAxis({ label: priceLabel, ticks: width / 80 }),
          zeroLine(),
          planned !== null && planned >= Math.min(...prices) && planned <= Math.max(...prices)
            ? [Plot.ruleX([planned], { stroke: mute, strokeDasharray: "3 3" }),
               Plot.text([planned], { x: (d: number) => d, frameAnchor: "top", dy: -2, dx: 4, text: () => "planning price", textAnchor: "start", fill: mute, stroke: "white", strokeWidth: 3, lineAnchor: "top" })]
            : null,
          lines.map((line) => Plot.line(line.points, {
            x: "price", y: "share", stroke: bidColour(report, line.bid.id), strokeWidth: 2.2, clip: true,
            ...(line.measure === "state_share" ? { strokeDasharray: "6 4" } : {}),
          })),
          roomy ? endLabels(last.flatMap(({ line, p }) => (p ? [{ x: p.price, y: p.share, text: text(line), colour: bidColour(report, line.bid.id) }] : [])),
            scale, inner, margin) : null,
          Plot.frame({ anchor: "bottom", stroke: faint }),
        ],
      });
      if (roomy) return drawing;
      return element("div", {}, key(lines.map((line) => ({ text: text(line), colour: bidColour(report, line.bid.id), shape: "line" as const,
        ...(line.measure === "state_share" ? { dash: "6 4" } : {}) }))), drawing);
    },
  };
}
