// Year by year, as technical reports print it: lines down, years across, some years to a block so that it
// fits a page.

import { distinct, num, type Report, type Row, type Table, word } from "../data";
import { element } from "../dom";
import { fixed, number, words } from "../format";

const perBlock = 9;
const nothing = 1e-6; // what rounding leaves

function decimalsOf(unit: string, most: number): number {
  if (unit === "%" || unit === "x") return 2;
  if (unit.startsWith("M$")) return 1; // so that what is shown adds up
  return most >= 1000 ? 0 : unit === "t" ? 0 : 1;
}

// Lines that are nothing over the whole life are left out; all blocks show the same lines.
function block(rows: readonly Row[], years: readonly number[], last: boolean): HTMLElement {
  const head = element("tr", {}, element("th", {}, ""));
  for (const year of years) head.append(element("th", { class: "number" }, number(year, "year")));
  if (last) head.append(element("th", { class: "number" }, "Life"));
  const body = element("tbody");
  for (const section of distinct(rows.map((row) => word(row, "section")))) {
    body.append(element("tr", { class: "section" }, element("th", { colspan: String(years.length + 1 + (last ? 1 : 0)) }, section)));
    const own = rows.filter((row) => word(row, "section") === section);
    for (const item of distinct(own.map((row) => word(row, "item")))) {
      const line = own.filter((row) => word(row, "item") === item);
      const values = line.map((row) => num(row, "value")).filter(Number.isFinite);
      if (!values.some((value) => Math.abs(value) > nothing)) continue;
      const unit = word(line[0] as Row, "unit"), kind = word(line[0] as Row, "kind");
      const decimals = decimalsOf(unit, Math.max(...values.map(Math.abs)));
      const tr = element("tr", kind === "sum" ? { class: "sum" } : {}, element("td", {}, words(item), element("span", { class: "quiet" }, `, ${unit}`)));
      for (const year of years) {
        const value = num(line.find((row) => num(row, "year") === year) ?? {}, "value");
        tr.append(element("td", { class: "number" }, Math.abs(value) > nothing ? fixed(value, decimals) : ""));
      }
      const sums = ["part", "sum", "amount"].includes(kind);
      if (last) tr.append(element("td", { class: "number" }, sums ? fixed(values.reduce((a, b) => a + b, 0), decimals) : ""));
      body.append(tr);
    }
  }
  return element("div", { class: "scroll" }, element("table", { class: "yearly" }, element("thead", {}, head), body));
}

function ofBid(table: Table, bid: string): HTMLElement[] {
  const rows = table.rows.filter((row) => row["bid"] === bid);
  const busy = rows.filter((row) => word(row, "unit") === "M$" && word(row, "kind") === "part" && Math.abs(num(row, "value")) > 0.5).map((row) => num(row, "year"));
  const first = Math.min(...busy), last = Math.max(...busy), out: HTMLElement[] = [];
  for (let from = first; from <= last; from += perBlock) {
    const years = Array.from({ length: Math.min(perBlock, last - from + 1) }, (_, i) => from + i);
    out.push(block(rows, years, from + perBlock > last));
  }
  return out;
}

// The reference bid in full, the others one click away.
export function yearly(report: Report, table: Table | undefined): HTMLElement | null {
  if (!table) return null;
  const bids = report.bids.filter((bid) => table.rows.some((row) => row["bid"] === bid.id));
  const [reference, ...others] = bids;
  if (!reference) return null;
  return element("section", { class: "tabular whole" }, element("h3", {}, `${table.title}: ${reference.name}`),
    ...ofBid(table, reference.id), element("p", { class: "note" }, table.note),
    ...others.map((bid) => element("details", { class: "whole" }, element("summary", {}, `${table.title}: ${bid.name}`), ...ofBid(table, bid.id))));
}
