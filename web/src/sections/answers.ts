// What each reader asks first, and who offers what, by name.

import { distinct, num, type Report, type Row, type Table, word } from "../data";
import { element } from "../dom";
import { fixed, missing, percentText } from "../format";
import { bidColour, bidsIn } from "../theme";

function swatch(report: Report, bid: string): HTMLElement {
  const node = element("span", { class: "sample box" });
  node.style.background = bidColour(report, bid);
  return node;
}

function shown(row: Row | undefined, column: string): string {
  const value = row ? num(row, column) : NaN;
  if (!Number.isFinite(value)) return "";
  return row?.["unit"] === "%" ? percentText(value) : fixed(value, Math.abs(value) < 0.95 && Math.abs(value) >= 0.05 ? 1 : 0);
}

// Five rows: the host state, the investor, the lenders, the buyer's dependence, the chance that it is built.
export function answersTable(report: Report, table: Table): HTMLElement {
  const bids = bidsIn(report, table.rows.map((row) => word(row, "bid")));
  const top = element("tr", {}, element("th", { rowspan: "2" }, ""));
  const second = element("tr");
  for (const bid of bids) {
    top.append(element("th", { colspan: "2", class: "group first" }, swatch(report, bid.id), bid.name));
    second.append(element("th", { class: "number first" }, "expected"), element("th", { class: "number" }, "if built"));
  }
  const body = element("tbody");
  for (const what of distinct(table.rows.map((row) => word(row, "what")))) {
    const own = table.rows.filter((row) => row["what"] === what), first = own[0] ?? {};
    const today = Number.isFinite(num(first, "today")) ? ` (today ${percentText(num(first, "today"))})` : "";
    const unit = word(first, "unit") === "%" ? "" : `, ${word(first, "unit")}`;
    const tr = element("tr", what === "host" ? { class: "strong" } : {}, element("td", {}, word(first, "name"),
      today || unit ? element("span", { class: "quiet" }, today || unit) : null));
    for (const bid of bids) {
      const row = own.find((one) => one["bid"] === bid.id);
      tr.append(element("td", { class: "number first mean" }, shown(row, "expected") || missing), element("td", { class: "number" }, shown(row, "if_built")));
    }
    body.append(tr);
  }
  return element("section", { class: "tabular answers" },
    element("div", { class: "scroll tight" }, element("table", {}, element("thead", {}, top, second), body)),
    element("p", { class: "note" }, table.note.replace(/\bif_built\b/g, "if built")));
}

// A box a bid: each party by name, and what it brings.
export function partiesStrip(report: Report, table: Table): HTMLElement {
  const box = element("div", { class: "strip" });
  for (const bid of bidsIn(report, table.rows.map((row) => word(row, "bid")))) {
    const list = element("dl");
    for (const row of table.rows.filter((one) => one["bid"] === bid.id))
      list.append(element("dt", {}, word(row, "name"), element("span", { class: "quiet" }, ` (${word(row, "role")})`)),
        element("dd", {}, word(row, "brings").replace(/ %/g, "\u00a0%")));
    box.append(element("section", { class: "offer" }, element("h4", {}, swatch(report, bid.id), bid.name), list));
  }
  return element("section", { class: "tabular" }, element("h3", {}, table.title), box);
}
