// For the state, for the lender, for the investor.

import { type Bid, distinct, group, isOneScenario, num, type Report, type Row, type Table, word } from "../data";
import { element } from "../dom";
import { figure } from "../figure";
import { decimalsFor, fixed, listed, number, whole, words } from "../format";
import { cash } from "../pictures/cash";
import { breakevenCost } from "../pictures/costs";
import { priceRateGrid } from "../pictures/grid";
import { histogram } from "../pictures/histogram";
import { cover, debt, sourcesUses } from "../pictures/loans";
import { receipts } from "../pictures/receipts";
import { take } from "../pictures/take";
import { takeByYear } from "../pictures/take_by_year";
import { waterfall } from "../pictures/waterfall";
import { acrossBids } from "../table";
import { bidColour, bidsIn } from "../theme";
import { type Chapter, chapter, reason } from "./section";
import { yearly } from "./yearly";

// Which reader asks for an indicator, by the words of its name; the investor reads the rest.
const forState = /dividend|job|employ|state receipts/i;
const forLender = /cover|default|debt|loan|lender|unpaid|tail|covenant|dscr|llcr/i;

export function priceLabel(report: Report): string {
  const { name, quoted_unit } = report.study.main;
  return `Price${name ? ` of ${name}` : ""}${quoted_unit ? ` (USD per ${quoted_unit})` : " (USD)"}`;
}

// The note explains percentiles; a handful of rows does without it.
function wantsNote(rows: readonly Row[]): boolean {
  return distinct(rows.map((row) => word(row, "indicator"))).length > 4;
}

// "Over 1,760 (first) and 1,840 (second) of 2,000 scenarios; in the others: why".
function absences(report: Report, bids: readonly { id: string; name: string }[], rows: readonly Row[]): string {
  const found = bids.flatMap((bid) => {
    const row = rows.find((one) => one["bid"] === bid.id);
    return row && num(row, "exists") < 1 ? [{ name: bid.name, n: num(row, "scenarios"), why: word(row, "otherwise") }] : [];
  });
  if (found.length === 0 || isOneScenario(report)) return found[0]?.why ? `none: ${found[0].why}` : "";
  const why = found[0]?.why ?? "", n = (one: { n: number }) => whole(one.n);
  return `over ${listed(found.map((one) => (bids.length > 1 ? `${n(one)} (${one.name})` : n(one))))} of ${whole(report.study.scenarios)} scenarios${why ? `; in the others ${why}` : ""}`;
}

const spreadColumns: readonly [string, string][] = [["mean", "mean"], ["p90_exceed", "P90"], ["p50", "P50"], ["p10_exceed", "P10"]];

const mostDecimals: Readonly<Record<string, number>> = { "M$": 1, "%": 1, y: 1, x: 2, kt: 1 };

// A row an indicator; mean and range for each of the bids.
function indicatorTable(report: Report, rows: readonly Row[], bids: readonly Bid[], kind: string): HTMLElement {
  const top = element("tr", {}, element("th", { rowspan: "2" }, ""));
  const second = element("tr");
  for (const bid of bids) {
    const swatch = element("span", { class: "sample box" });
    swatch.style.background = bidColour(report, bid.id);
    top.append(element("th", { colspan: "4", class: "group first" }, swatch, bid.name));
    spreadColumns.forEach(([, label], i) => second.append(element("th", { class: i === 0 ? "number first" : "number" }, label)));
  }
  const body = element("tbody");
  for (const [key, own] of group(rows, (row) => `${word(row, "indicator")}\n${word(row, "unit")}`)) {
    const [name = "", unit = ""] = key.split("\n");
    const values = own.flatMap((row) => spreadColumns.map(([column]) => num(row, column))).filter(Number.isFinite);
    const decimals = values.every(Number.isInteger) ? 0 : Math.min(mostDecimals[unit] ?? 3, decimalsFor(Math.max(0, ...values.map(Math.abs))));
    const none = absences(report, bids, own);
    const tr = element("tr", {}, element("td", {}, words(name), unit && unit !== "year" ? element("span", { class: "quiet" }, `, ${unit}`) : null,
      none ? element("div", { class: "none" }, none) : null));
    for (const bid of bids) {
      const row: Row | undefined = own.find((one) => one["bid"] === bid.id);
      spreadColumns.forEach(([column], i) => {
        const value = row ? num(row, column) : NaN;
        const text = unit === "year" ? number(Math.round(value), unit) : fixed(value, decimals);
        tr.append(element("td", { class: i === 0 ? "number first mean" : "number" }, i > 0 && !Number.isFinite(value) ? "" : text));
      });
    }
    body.append(tr);
  }
  return element("table", { class: kind }, element("thead", {}, top, second), body);
}

// All bids side by side where there is room, else one below the other.
function indicators(report: Report, table: Table | undefined, keep: (name: string) => boolean, title: string): HTMLElement | null {
  const rows = table?.rows.filter((row) => keep(word(row, "indicator"))) ?? [];
  if (rows.length === 0) return null;
  const bids = bidsIn(report, rows.map((row) => word(row, "bid")));
  return element("section", { class: "tabular whole" }, element("h3", {}, title),
    element("div", { class: "scroll tight" }, indicatorTable(report, rows, bids, "wide-only"),
      ...bids.map((bid) => indicatorTable(report, rows, [bid], "narrow-only"))),
    table?.note && wantsNote(rows) ? element("p", { class: "note" }, table.note) : null);
}

// Receipts over the whole life, a row an instrument, a column a bid.
function receiptTotals(report: Report, table: Table): HTMLElement {
  const names = distinct(table.rows.map((row) => word(row, "name") || word(row, "instrument")));
  const rows: Row[] = [];
  for (const name of names)
    for (const bid of bidsIn(report, table.rows.map((row) => word(row, "bid"))))
      rows.push({ bid: bid.id, instrument: name, value: table.rows
        .filter((row) => row["bid"] === bid.id && (word(row, "name") || word(row, "instrument")) === name)
        .reduce((sum, row) => sum + (num(row, "mean") || 0), 0) });
  for (const name of names) // what no bid pays is not listed
    if (rows.every((row) => row["instrument"] !== name || Math.abs(num(row, "value")) < 0.05)) rows.splice(0, rows.length, ...rows.filter((row) => row["instrument"] !== name));
  for (const bid of bidsIn(report, rows.map((row) => word(row, "bid"))))
    rows.push({ bid: bid.id, instrument: "The state: all of these", value: rows.filter((row) => row["bid"] === bid.id).reduce((sum, row) => sum + num(row, "value"), 0) });
  const beside = ["fund", "seller"].flatMap((party) => report.table("waterfall")?.rows.filter((row) => row["party"] === party) ?? []);
  const own = rows.filter((row) => row["instrument"] === "The state: all of these");
  for (const row of beside) rows.push({ bid: word(row, "bid"), instrument: word(row, "name"), value: num(row, "mean") });
  if (beside.length > 0)
    for (const row of own)
      rows.push({ bid: word(row, "bid"), instrument: `${report.study.host} together`, value: num(row, "value") +
        beside.filter((one) => one["bid"] === row["bid"]).reduce((sum, one) => sum + num(one, "mean"), 0) });
  const total: Table = { name: "receipts", title: "", note: "", rows,
    columns: [{ name: "bid", unit: "" }, { name: "instrument", unit: "" }, { name: "value", unit: "M$" }] };
  return acrossBids(report, total, "instrument", "Receipts over the life, by instrument, real, not discounted") as HTMLElement;
}

export function state(report: Report): Chapter | null {
  const paid = report.table("receipts"), shares = report.table("take"), soFar = report.table("take_by_year");
  return chapter("state", "State", "For the state", "What the treasury and the state's fund receive, when, and how their share moves with the price.", [
    paid ? figure(report, receipts(report, paid)) : reason(report.why("receipts")),
    paid ? receiptTotals(report, paid) : null,
    soFar ? figure(report, takeByYear(report, soFar)) : reason(report.why("take_by_year")),
    shares ? figure(report, take(report, shares, priceLabel(report))) : reason(report.why("take")),
    indicators(report, report.table("indicators"), (name) => forState.test(name), "Receipts, first dividend and jobs"),
  ]);
}

export function lender(report: Report): Chapter | null {
  const money = report.table("sources_uses"), owed = report.table("debt"), ratio = report.table("cover");
  return chapter("lender", "Lender", "For the lender", "What is lent, when it is repaid, and how well the cash covers it.", [
    money ? figure(report, sourcesUses(report, money)) : reason(report.why("sources_uses")),
    owed ? figure(report, debt(report, owed)) : reason(report.why("debt")),
    ratio ? figure(report, cover(report, ratio)) : reason(report.why("cover")),
    indicators(report, report.table("indicators"), (name) => forLender.test(name) && !forState.test(name), "DSCR and default"),
    acrossBids(report, report.table("bank_case"), "item", report.table("bank_case")?.title || "Bank case"),
  ]);
}

export function investor(report: Report): Chapter | null {
  const costs = report.table("breakeven_cost"), shared = report.table("waterfall");
  const flow = report.table("cash"), spread = report.table("npv_histogram"), grid = report.table("price_rate_grid");
  return chapter("investor", "Investor", "For the investor", "What the venture earns, what it may lose, and at what price it pays.", [
    flow ? figure(report, cash(report, flow)) : reason(report.why("cash")),
    shared ? figure(report, waterfall(report, shared)) : reason(report.why("waterfall")),
    spread ? figure(report, histogram(report, spread)) : reason(report.why("npv_histogram")),
    grid ? figure(report, priceRateGrid(report, grid, priceLabel(report))) : reason(report.why("price_rate_grid")),
    costs ? figure(report, breakevenCost(report, costs)) : reason(report.why("breakeven_cost")),
    indicators(report, report.table("indicators"), (name) => !forState.test(name) && !forLender.test(name), "Indicators"),
    yearly(report, report.table("yearly")),
  ]);
}

