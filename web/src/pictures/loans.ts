// For the lender: where the money comes from and goes, what is owed, how it is covered.

import { chart, Plot } from "../chart";
import { finite, group, num, type Report, type Table, unitOf, word } from "../data";
import { type Figure, multiples } from "../figure";
import { axisLabel, clauses, fixed, money, number, ofEach, words } from "../format";
import { bidColour, bidsIn, ink, mark, mute } from "../theme";
import { fan, fanKey, type FanPoint, fanScale, yearsOf } from "./fan";

export function sourcesUses(report: Report, table: Table): Figure {
  const rows = table.rows.map((row) => ({
    bid: word(row, "bid"), side: word(row, "side"), item: words(word(row, "item")), value: num(row, "value"),
  })).filter((row) => Number.isFinite(row.value) && row.value !== 0);
  const bids = bidsIn(report, rows.map((row) => row.bid));
  const most = Math.max(1, ...rows.map((row) => row.value)), least = Math.min(0, ...rows.map((row) => row.value));
  const need = (bid: string) => rows.filter((row) => row.bid === bid && row.side === "use").reduce((total, row) => total + row.value, 0);
  const sides = ["source", "use"].filter((side) => rows.some((row) => row.side === side));
  const items = group(rows, (row) => row.side);
  return {
    title: `Until it pays its own way the venture needs ${ofEach(bids, (bid) => money(need(bid.id)))}`,
    lead: `Where the money comes from and where it goes, ${table.note ? "" : "mean, "}nominal, million USD.`,
    note: table.note,
    tables: [table],
    wide: bids.length > 1,
    draw: (width) => multiples(bids, width, (bid, w) => {
      const box = document.createElement("div");
      const marginLeft = Math.min(170, Math.round(w * 0.42));
      for (const side of sides) {
        const names = [...new Set((items.get(side) ?? []).map((row) => row.item))];
        const own = rows.filter((row) => row.bid === bid.id && row.side === side);
        const total = own.reduce((all, row) => all + row.value, 0);
        box.append(chart({
          width: w, height: names.length * 24 + 30, marginLeft, marginTop: 26, marginBottom: 4, marginRight: 46,
          x: { domain: [least * 1.2, most], axis: null }, y: { domain: names, padding: 0.25, axis: null },
          marks: [
            Plot.axisY({ tickSize: 0, label: null, lineWidth: (marginLeft - 14) / 12, fontSize: w < 420 ? 11 : 12, color: ink } as Plot.AxisYOptions),
            Plot.ruleX([0], { stroke: ink }),
            Plot.barX(own, { y: "item", x: "value", fill: bidColour(report, bid.id), fillOpacity: side === "source" ? 1 : 0.55 }),
            Plot.text(own, { y: "item", x: (d: { value: number }) => Math.max(0, d.value), text: (d: { value: number }) => fixed(d.value, most < 100 ? 1 : 0), textAnchor: "start", dx: 5, fill: ink }),
            Plot.text([`${side === "source" ? "Sources" : "Uses"}: ${fixed(total, 0)}`],
              { frameAnchor: "top-left", dy: -18, dx: -marginLeft + 2, text: (d: string) => d, fontWeight: 700, fill: mute, textAnchor: "start" }),
          ],
        }));
      }
      return box;
    }, (bid) => ({ text: bid.name, colour: bidColour(report, bid.id) })),
  };
}

export function debt(report: Report, table: Table): Figure {
  const points = table.rows.map((row) => ({
    bid: word(row, "bid"), year: num(row, "year"), low: num(row, "balance_p90_exceed"), middle: num(row, "balance_mean"), high: num(row, "balance_p10_exceed"),
  }));
  const bids = bidsIn(report, points.map((p) => p.bid));
  const years = yearsOf(points), scale = fanScale(points);
  const peak = (bid: string) => points.filter((p) => p.bid === bid && Number.isFinite(p.middle)).sort((a, b) => b.middle - a.middle)[0];
  const repaid = (bid: string) => {
    const top = peak(bid);
    return points.filter((p) => p.bid === bid && top && p.year > top.year && p.middle < 0.01 * top.middle).sort((a, b) => a.year - b.year)[0]?.year;
  };
  return {
    title: clauses(bids, (bid) => {
      const top = peak(bid.id), done = repaid(bid.id);
      const end = [...points].filter((p) => p.bid === bid.id).sort((a, b) => b.year - a.year)[0];
      const left = !done && top && end && end.middle > 0.01 * top.middle ? `, ${money(end.middle)} is never repaid` : "";
      return `${top ? `debt peaks at ${money(top.middle)} (real, mean) in ${top.year}` : "no debt"}${done ? ` and is repaid by ${done}` : left}`;
    }),
    lead: "Debt owed at the end of each year while the mines work, real money of the base date, mean and band over the scenarios; loans that were called in bear interest until the mine closes.",
    key: fanKey(ink, "mean"),
    tables: [table],
    wide: bids.length > 1,
    draw: (width) => multiples(bids, width, (bid, w) => fan(points.filter((p) => p.bid === bid.id),
      { width: w, label: axisLabel("Debt, real", "M$"), colour: bidColour(report, bid.id), scale, years }),
    (bid) => ({ text: bid.name, colour: bidColour(report, bid.id) })),
  };
}

interface CoverPoint extends FanPoint {
  bid: string;
  covenant: number;
}

function coverFinding(points: readonly CoverPoint[], bid: string): string {
  const own = points.filter((p) => p.bid === bid && Number.isFinite(p.middle));
  const below = own.filter((p) => p.middle < p.covenant), poor = own.filter((p) => p.low < p.covenant);
  if (below.length > 0) return `the middle case is below the covenant in ${below.length} of ${own.length} years`;
  if (poor.length > 0) return `the middle case keeps the covenant, one scenario in ten breaks it in ${poor.length} of ${own.length} years`;
  return "nine scenarios in ten keep the covenant in every year";
}

export function cover(report: Report, table: Table): Figure {
  const points: CoverPoint[] = table.rows.map((row) => ({
    bid: word(row, "bid"), year: num(row, "year"), low: num(row, "p90_exceed"), middle: num(row, "p50"), high: num(row, "p10_exceed"), covenant: num(row, "covenant"),
  }));
  const bids = bidsIn(report, points.map((p) => p.bid));
  const years = yearsOf(points);
  const middles = finite(points.map((p) => p.middle)).sort((a, b) => a - b);
  const usual = middles[Math.floor(middles.length * 0.75)] ?? 1;
  const full = fanScale(points, points.map((p) => p.covenant));
  const scale: [number, number] = [full[0], Math.min(full[1], Math.max(3 * usual, 3))];
  return {
    title: clauses(bids, (bid) => coverFinding(points, bid.id)),
    lead: "Cash available for debt service over debt service of the year.",
    key: fanKey(ink),
    note: full[1] > scale[1] ? `DSCR above ${number(scale[1])} is not drawn.` : "",
    tables: [table],
    wide: bids.length > 1,
    draw: (width) => multiples(bids, width, (bid, w) => {
      const own = points.filter((p) => p.bid === bid.id);
      const covenant = own.find((p) => Number.isFinite(p.covenant))?.covenant ?? NaN;
      return fan(own, {
        width: w, label: axisLabel("DSCR", unitOf(table, "p50")), colour: bidColour(report, bid.id), scale, years,
        limit: { value: covenant, text: `covenant ${fixed(covenant, 2)}`, colour: mark },
      });
    }, (bid) => ({ text: bid.name, colour: bidColour(report, bid.id) })),
  };
}

