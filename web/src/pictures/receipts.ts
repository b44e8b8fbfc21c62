// What the state receives, by instrument and year.

import { busyYears, chart, domain, Plot, yAxis, yearAxis, zeroLine } from "../chart";
import { group, num, type Report, type Table, word } from "../data";
import { type Figure, multiples } from "../figure";
import { axisLabel, lowerFirst, money, ofEach, percentText } from "../format";
import { bidColour, bidsIn, stackColour, stackSize } from "../theme";

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) if (Number.isFinite(value)) total += value;
  return total;
}

export function receipts(report: Report, table: Table): Figure {
  const rows = table.rows.map((row) => ({
    bid: word(row, "bid"), instrument: word(row, "name") || word(row, "instrument"), year: num(row, "year"), value: num(row, "mean"),
  })).filter((row) => Number.isFinite(row.year));
  const bids = bidsIn(report, rows.map((row) => row.bid));
  const totals = [...group(rows, (row) => row.instrument)]
    .map(([name, own]) => ({ name, total: sum(own.map((row) => Math.abs(row.value))) }))
    .filter((one) => one.total > 0).sort((a, b) => b.total - a.total);
  const alone = totals.length > stackSize ? totals.slice(0, stackSize - 1) : totals;
  const rest = "Other receipts";
  const shownAs = (name: string) => (alone.some((one) => one.name === name) ? name : rest);
  const names = [...alone.map((one) => one.name), ...(alone.length < totals.length ? [rest] : [])];
  const stacked = [...group(rows, (row) => `${row.bid}\n${row.year}\n${shownAs(row.instrument)}`).values()].map((own) => ({
    bid: own[0]?.bid ?? "", year: own[0]?.year ?? 0, instrument: shownAs(own[0]?.instrument ?? ""), value: sum(own.map((row) => row.value)),
  }));
  const years = busyYears(rows, (row) => row.value);
  const height = (keep: (value: number) => boolean) => [...group(stacked, (row) => `${row.bid} ${row.year}`).values()]
    .map((own) => sum(own.map((row) => row.value).filter(keep)));
  const scale = domain([...height((v) => v > 0), ...height((v) => v < 0)]);
  const ofBid = (id: string) => sum(rows.filter((row) => row.bid === id).map((row) => row.value));
  const withFund = (id: string) => ofBid(id) + sum((report.table("waterfall")?.rows ?? [])
    .filter((row) => row["bid"] === id && ["fund", "seller"].includes(word(row, "party"))).map((row) => num(row, "mean")));
  const largest = totals[0];
  const all = sum(totals.map((one) => one.total));
  return {
    title: `The state receives ${ofEach(bids, (bid) => money(ofBid(bid.id)))} over the life, with its fund and the price of the stake ${ofEach(bids, (bid) => money(withFund(bid.id)))}` +
      (largest ? `; ${percentText(100 * largest.total / all)} of the taxes is ${lowerFirst(largest.name)}` : ""),
    lead: "Mean receipts of the treasury each year by instrument, if built, real money, not discounted.",
    key: names.map((text, i) => ({ text, colour: stackColour(i), shape: "box" as const })),
    note: table.note,
    tables: [table],
    wide: bids.length > 1,
    draw: (width) => multiples(bids, width, (bid, w) => chart({
      width: w, height: Math.min(300, Math.max(w < 340 ? 185 : 220, w * 0.55)),
      x: { type: "band", domain: years, padding: 0.12 }, y: { domain: scale },
      color: { domain: names, range: names.map((_, i) => stackColour(i)) },
      marks: [
        ...yAxis({ label: axisLabel("Receipts a year", "M$") }), yearAxis(years, w),
        Plot.barY(stacked.filter((row) => row.bid === bid.id && years.includes(row.year)), { x: "year", y: "value", fill: "instrument", order: names }),
        zeroLine(),
      ],
    }), (bid) => ({ text: bid.name, colour: bidColour(report, bid.id) })),
  };
}
