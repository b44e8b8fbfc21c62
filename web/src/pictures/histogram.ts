// How the value spreads: shares of scenarios, all bids on one scale.

import { apart, chart, domain, Plot, xAxis, yAxis } from "../chart";
import { distinct, num, percent, type Report, type Table, word } from "../data";
import { type Figure, multiples } from "../figure";
import { ofEach, percentText, words } from "../format";
import { bidColour, bidDash, bidsIn, ink, mute } from "../theme";

interface Bin {
  bid: string;
  measure: string;
  low: number;
  high: number;
  share: number; // percent
  values: string; // "<= -2,715": the outer classes hold all that is beyond
}

// Share of scenarios below zero; the bin that holds zero counts in proportion.
function belowZero(bins: readonly Bin[]): number {
  return bins.reduce((sum, bin) => sum + (bin.high <= 0 ? bin.share : bin.low < 0 ? bin.share * -bin.low / (bin.high - bin.low) : 0), 0);
}

// Percent of scenarios: the indicator counts them, the classes only bound them.
function lossOf(report: Report, bid: string, bins: readonly Bin[]): number {
  const row = report.table("indicators")?.rows.find((one) => one["bid"] === bid && one["indicator"] === "Chance that project NPV is positive");
  const gains = row ? num(row, "mean") : NaN;
  return Number.isFinite(gains) ? 100 - gains : belowZero(bins);
}

// What the outer classes hold, above the highest bar at that end where it is low.
function endClasses(bins: readonly Bin[]): { x: number; y: number; text: string; left: boolean }[] {
  return [true, false].flatMap((left) => {
    const end = [...bins].sort((a, b) => (left ? a.low - b.low : b.high - a.high))[0];
    if (!end || end.values === "") return [];
    const top = Math.max(...bins.filter((bin) => bin.low === end.low).map((bin) => bin.share));
    const low = top < 0.6 * Math.max(...bins.map((bin) => bin.share)); // else in the bar, clear of the names of bids
    return [{ x: left ? end.low : end.high, y: low ? top : 0, text: end.values, left }];
  });
}

// The outline of the bars, closed to the ground.
function outline(bins: readonly Bin[]): { x: number; y: number }[] {
  const sorted = [...bins].sort((a, b) => a.low - b.low);
  const first = sorted[0], last = sorted[sorted.length - 1];
  if (!first || !last) return [];
  return [{ x: first.low, y: 0 }, ...sorted.flatMap((bin) => [{ x: bin.low, y: bin.share }, { x: bin.high, y: bin.share }]), { x: last.high, y: 0 }];
}

export function histogram(report: Report, table: Table): Figure {
  const measureNames: Record<string, string> = { project: "The project", sponsor: "The sponsor", host: report.study.host };
  const bins: Bin[] = table.rows.map((row) => ({
    bid: word(row, "bid"), measure: word(row, "measure"), low: num(row, "low"), high: num(row, "high"), share: percent(table, row, "share"),
    values: word(row, "values").replace("<=", "≤").replace(">=", "≥").replace("-", "−"),
  })).filter((bin) => Number.isFinite(bin.share));
  const measures = distinct(bins.map((bin) => bin.measure));
  const bids = bidsIn(report, bins.map((bin) => bin.bid));
  const lead = measures.includes("project") ? "project" : measures[0] ?? "";
  const of = (bid: string, measure: string) => bins.filter((bin) => bin.bid === bid && bin.measure === measure);
  return {
    title: `${measureNames[lead] ?? words(lead)} loses value in ${ofEach(bids, (bid) => percentText(lossOf(report, bid.id, of(bid.id, lead))))} of scenarios`,
    lead: "Share of scenarios by net present value, if built, each party at its own rate. The outer classes, labelled, hold all that is beyond.",
    key: bids.map((bid) => ({ text: bid.name, colour: bidColour(report, bid.id), shape: "line" as const, dash: bidDash(report, bid.id) })),
    tables: [table],
    wide: true,
    draw: (width) => multiples(measures, width, (measure, w) => {
      const own = bins.filter((bin) => bin.measure === measure);
      const height = 230, scale = domain(own.map((bin) => bin.share), { pad: 0.12 });
      const peaks = bids.flatMap((bid) => {
        const top = of(bid.id, measure).sort((a, b) => b.share - a.share)[0];
        return top ? [{ bid, x: (top.low + top.high) / 2, y: top.share }] : [];
      });
      const ys = apart(peaks.map((p) => p.y), scale, height - 70, 16);
      const low = Math.min(0, ...own.map((bin) => bin.low)), high = Math.max(0, ...own.map((bin) => bin.high));
      // Beside the peak, on the side that has room for the name.
      const fits = (p: { x: number; bid: { name: string } }) => (high - p.x) / (high - low || 1) * (w - 56) > p.bid.name.length * 7.8 + 12;
      return chart({
        width: w, height, marginBottom: 44, marginLeft: 40,
        x: { domain: [low, high] }, y: { domain: scale },
        marks: [
          ...yAxis({ label: "Share of scenarios (%)" }), ...xAxis({ label: "Value (million USD)", ticks: w / 75 }),
          bids.map((bid) => [
            Plot.areaY(outline(of(bid.id, measure)), { x: "x", y1: 0, y2: "y", fill: bidColour(report, bid.id), fillOpacity: 0.16 }),
            Plot.line(outline(of(bid.id, measure)), { x: "x", y: "y", stroke: bidColour(report, bid.id), strokeWidth: 2, strokeDasharray: bidDash(report, bid.id) || "none" }),
          ]),
          Plot.ruleX([0], { stroke: ink }),
          [true, false].map((left) => Plot.text(endClasses(own).filter((end) => end.left === left), {
            x: "x", y: "y", text: "text", textAnchor: left ? "start" : "end", dy: -9, fill: mute, fontSize: 10.5, stroke: "white", strokeWidth: 3 })),
          w < 240 ? null : [true, false].map((after) => Plot.text(peaks.map((p, i) => ({ ...p, at: ys[i] })).filter((p) => fits(p) === after), {
            x: "x", y: "at", dy: -8, dx: after ? 10 : -10, textAnchor: after ? "start" : "end", text: (d) => d.bid.name,
            fill: (d) => bidColour(report, d.bid.id), stroke: "white", strokeWidth: 3, fontWeight: 600 })),
        ],
      });
    }, (measure) => ({ text: measureNames[measure] ?? words(measure) }), 200),
  };
}
