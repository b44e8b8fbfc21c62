// The venture's cash: yearly bars with their range, and the cumulative line on its own scale whose zero is the same.

import { busyYears, chart, nice, Plot, yAxis, yearTicks, zeroLine } from "../chart";
import { finite, num, onAverage, type Report, type Table, word } from "../data";
import { type Figure, multiples } from "../figure";
import { clauses, money, number } from "../format";
import { bidColour, bidsIn, ink, mute } from "../theme";

interface Year {
  bid: string;
  year: number;
  net: number;
  cumulative: number;
  low: number;
  high: number;
}

function finding(report: Report, rows: readonly Year[]): string {
  const sorted = [...rows].sort((a, b) => a.year - b.year);
  const deepest = [...sorted].sort((a, b) => a.cumulative - b.cumulative)[0];
  const back = deepest && deepest.cumulative < 0
    ? sorted.find((row) => row.year > deepest.year && row.cumulative >= 0)?.year : undefined;
  if (!deepest || deepest.cumulative >= 0) return "cash is never out";
  return `at most ${money(-deepest.cumulative)} out (${deepest.year}), ` +
    (back ? `back by ${back}` : "not back within the horizon") + onAverage(report);
}

export function cash(report: Report, table: Table): Figure {
  const rows: Year[] = table.rows.map((row) => ({
    bid: word(row, "bid"), year: num(row, "year"), net: num(row, "net"), cumulative: num(row, "cumulative"),
    low: num(row, "net_p90_exceed"), high: num(row, "net_p10_exceed"),
  }));
  const bids = bidsIn(report, rows.map((row) => row.bid));
  const years = busyYears(rows, (row) => row.net);
  const yearly = finite(rows.flatMap((row) => [row.net, row.low, row.high, 0]));
  const low = Math.min(...yearly), high = Math.max(...yearly);
  const totals = finite(rows.map((row) => row.cumulative));
  // One unit of the left scale is `times` units of the right one; both have their zero on one line.
  const times = nice(Math.max(Math.max(0, ...totals) / (high || 1), Math.min(0, ...totals) / (low || -1), 1e-9));
  const all = [...yearly, ...totals.map((value) => value / times)];
  const reach = Math.max(...all) - Math.min(...all) || 1;
  const scale: [number, number] = [Math.min(...all) - 0.04 * reach, Math.max(...all) + 0.04 * reach];
  return {
    title: clauses(bids, (bid) => finding(report, rows.filter((row) => row.bid === bid.id))),
    lead: "Net cash of the venture each year: mean, and from P90 to P10 (thin stroke), on the left scale; its sum since the start on the right scale. Real money, not discounted.",
    key: [{ text: "net cash of the year", colour: mute, shape: "box" }, { text: "sum since the start (right scale)", colour: ink, shape: "line" }],
    tables: [table],
    wide: bids.length > 1,
    draw: (width) => multiples(bids, width, (bid, w) => {
      const own = rows.filter((row) => row.bid === bid.id && years.includes(row.year));
      return chart({
        width: w, height: Math.min(320, Math.max(240, w * 0.6)), marginRight: 56, marginTop: 32,
        x: { type: "band", domain: years, padding: 0.15 }, y: { domain: scale },
        marks: [
          ...yAxis({ label: "In the year (million USD)" }),
          Plot.axisY({ anchor: "right", ticks: 5, tickSize: 0, tickFormat: (v: number) => number(v * times), label: "In all (million USD)", labelArrow: "none", labelAnchor: "top", color: mute }),
          Plot.axisX({ ticks: yearTicks(years, w - 100), tickFormat: (v: number) => String(v), tickSize: 4, label: null, color: mute }),
          Plot.barY(own, { x: "year", y: "net", fill: bidColour(report, bid.id), fillOpacity: 0.75 }),
          Plot.ruleX(own.filter((row) => Number.isFinite(row.low) && Number.isFinite(row.high)), { x: "year", y1: "low", y2: "high", stroke: ink, strokeOpacity: 0.55 }),
          zeroLine(),
          Plot.line(own, { x: "year", y: (d: Year) => d.cumulative / times, stroke: "white", strokeWidth: 5 }),
          Plot.line(own, { x: "year", y: (d: Year) => d.cumulative / times, stroke: ink, strokeWidth: 2.2 }),
        ],
      });
    }, (bid) => ({ text: bid.name, colour: bidColour(report, bid.id) })),
  };
}
