// The state's part of the cash to date, year after year.

import { chart, domain, endLabels, labelMargin, Plot, yAxis, yearAxis, zeroLine } from "../chart";
import { finite, num, onAverage, percent, type Report, type Table, word } from "../data";
import { type Figure, key } from "../figure";
import { element } from "../dom";
import { ofEach, percentText } from "../format";
import { bidColour, bidDash, bidsIn, mark, mute } from "../theme";

export function takeByYear(report: Report, table: Table): Figure {
  const bids = bidsIn(report, table.rows.map((row) => word(row, "bid")));
  const rows = table.rows.map((row) => ({
    bid: word(row, "bid"), year: num(row, "year"), share: percent(table, row, "take_to_date"),
  }));
  const lines = bids.map((bid) => ({ bid, points: rows.filter((row) => row.bid === bid.id && Number.isFinite(row.share)) })).filter((line) => line.points.length > 0);
  const years = [...new Set(finite(rows.map((row) => row.year)))];
  const top = Math.min(300, Math.max(110, ...finite(lines.map((line) => line.points[line.points.length - 1]?.share ?? NaN)).map((v) => 1.3 * v)));
  const scale = domain([0, top]);
  const last = (bid: string) => [...rows].reverse().find((row) => row.bid === bid)?.share ?? NaN;
  return {
    title: `By the end ${report.study.host}'s treasury has received ${ofEach(bids, (bid) => (Number.isFinite(last(bid.id)) ? percentText(last(bid.id)) : "more than all"))} of the cash before tax and debt${onAverage(report)}`,
    lead: "Receipts to date over the venture's net cash before tax and debt to date, from the year in which that is above nothing. Above 100 % the treasury has had more than the project has earned so far.",
    note: lines.some((line) => line.points.some((p) => p.share > top)) ? "Where hardly any cash is left to share, the line is cut." : "",
    tables: [table],
    draw(width) {
      const roomy = width >= 460;
      const margin = roomy ? labelMargin(lines.map((line) => line.bid.name), width, 0.35) : 14;
      const height = Math.max(width < 340 ? 190 : 240, Math.min(320, width * 0.6));
      const drawing = chart({
        width, height, marginRight: margin,
        x: { domain: [Math.min(...years), Math.max(...years)] }, y: { domain: scale },
        marks: [
          ...yAxis({ label: "Share of cash before tax, to date (%)" }), yearAxis(years, width - margin), zeroLine(),
          Plot.ruleY([100], { stroke: mark, strokeDasharray: "3 3" }),
          Plot.text([100], { y: (d: number) => d, frameAnchor: "left", dx: 4, dy: -7, text: () => "all of it", textAnchor: "start", fill: mute }),
          lines.map((line) => Plot.line(line.points, { x: "year", y: "share", stroke: bidColour(report, line.bid.id), strokeWidth: 2.2, strokeDasharray: bidDash(report, line.bid.id), clip: true })),
          roomy ? endLabels(lines.flatMap((line) => {
            const p = line.points[line.points.length - 1];
            return p ? [{ x: p.year, y: Math.min(p.share, top), text: line.bid.name, colour: bidColour(report, line.bid.id) }] : [];
          }), scale, height - 60, margin) : null,
        ],
      });
      return roomy ? drawing : element("div", {}, key(lines.map((line) => ({ text: line.bid.name, colour: bidColour(report, line.bid.id), shape: "line" as const, dash: bidDash(report, line.bid.id) }))), drawing);
    },
  };
}
