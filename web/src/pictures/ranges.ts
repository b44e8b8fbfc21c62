// What each offer is worth to each party: mean, median and the range P90-P10.

import { chart, Plot, xAxis, domain } from "../chart";
import { distinct, num, type Report, type Table, word } from "../data";
import type { Figure } from "../figure";
import { axisLabel } from "../format";
import { bidColour, bidName, bidsIn, ink } from "../theme";

export function ranges(report: Report, table: Table): Figure {
  const rows = table.rows.map((row) => ({
    party: word(row, "name") || word(row, "party"), bid: word(row, "bid"), mean: num(row, "mean"),
    low: num(row, "p90_exceed"), middle: num(row, "p50"), high: num(row, "p10_exceed"),
  }));
  const bids = bidsIn(report, rows.map((row) => row.bid));
  const parties = distinct(rows.map((row) => row.party));
  return {
    title: "How far each party's value may go up or down",
    lead: "Bar: from the value exceeded with 90 % probability (P90) to the one exceeded with 10 % (P10); dot: mean; stroke: median.",
    key: bids.map((bid) => ({ text: bid.name, colour: bidColour(report, bid.id), shape: "box" as const })),
    tables: [],
    wide: true,
    draw(width) {
      const beside = width >= 620;
      const marginLeft = beside ? 210 : 8;
      const step = 15;
      const each = bids.length * step + (beside ? 12 : 34);
      const names = Plot.text(parties, beside
        ? { fy: (d: string) => d, frameAnchor: "left", dx: -marginLeft + 2, text: (d: string) => d, textAnchor: "start", lineWidth: 16, fill: ink }
        : { fy: (d: string) => d, frameAnchor: "top-left", text: (d: string) => d, lineAnchor: "top", dy: 8, fontWeight: 600, fill: ink });
      return chart({
        width, height: each * parties.length + 60, marginLeft, marginTop: 8, marginBottom: 42,
        x: { domain: domain(rows.flatMap((row) => [row.low, row.high, row.mean])) },
        y: { domain: bids.map((bid) => bid.id), axis: null, padding: 0.25, insetTop: beside ? 5 : 26, insetBottom: 5 },
        fy: { domain: parties, axis: null, padding: 0 },
        marks: [
          ...xAxis({ ticks: Math.min(9, width / 90), grid: true, label: axisLabel("Value", "M$") }),
          Plot.ruleX([0], { stroke: ink }),
          Plot.barX(rows, { fy: "party", y: "bid", x1: "low", x2: "high", fill: (d) => bidColour(report, d.bid), fillOpacity: 0.45 }),
          Plot.tickX(rows, { fy: "party", y: "bid", x: "middle", stroke: (d) => bidColour(report, d.bid), strokeWidth: 2 }),
          Plot.dot(rows, { fy: "party", y: "bid", x: "mean", r: 4, fill: (d) => bidColour(report, d.bid), stroke: "white",
            title: (d) => bidName(report, d.bid) }),
          names,
        ],
      });
    },
  };
}
