// Who builds, when, and what the right to decide is worth to each party.

import { distinct, num, type Report, type Row, type Table, unitOf, word } from "../data";
import { element } from "../dom";
import { fixed, missing, percentText } from "../format";
import { titled } from "../table";
import { bidName, bidsIn } from "../theme";
import { type Chapter, chapter, reason } from "./section";

// "791 (+756 ± 16)": the value, and the paired difference from what the bid says.
function worth(row: Row | undefined): string {
  if (!row) return missing;
  const difference = num(row, "difference"), error = num(row, "standard_error");
  const value = fixed(num(row, "mean"), 0);
  if (!Number.isFinite(difference)) return value;
  return `${value} (${difference < 0 ? "" : "+"}${fixed(difference, 0)} ± ${fixed(error, 0)})`;
}

// A row an arrangement, a column a party; one table a bid.
function control(report: Report, table: Table, bid: string): HTMLElement {
  const rows = table.rows.filter((row) => row["bid"] === bid);
  const parties = distinct(rows.map((row) => word(row, "party")));
  const find = (arrangement: string, party: string) =>
    rows.find((row) => row["arrangement"] === arrangement && row["party"] === party);
  const head = element("tr", {}, element("th", {}, "Who decides"), element("th", { class: "number" }, "built in"));
  for (const party of parties) head.append(element("th", { class: "number" }, word(find("as_bid", party) ?? {}, "party_name")));
  const body = element("tbody");
  for (const arrangement of distinct(rows.map((row) => word(row, "arrangement")))) {
    const first = find(arrangement, parties[0] ?? "") ?? {};
    const tr = element("tr", arrangement === "as_bid" ? { class: "strong" } : {}, element("td", { class: "sentence" }, word(first, "name")),
      element("td", { class: "number" }, percentText(100 * num(first, "chance_built"))));
    for (const party of parties) tr.append(element("td", { class: "number" }, worth(find(arrangement, party))));
    body.append(tr);
  }
  return element("section", { class: "tabular whole" }, element("h3", {}, `${bidName(report, bid)}: who decides, and who gains (M$)`),
    element("div", { class: "scroll" }, element("table", {}, element("thead", {}, head), body)));
}

// For each bid what it is worth weighted by the chance to close, if it closes, and if it is built whatever
// happens; the first line says in how many scenarios it is built.
function decidedTable(report: Report, table: Table): HTMLElement {
  const bids = bidsIn(report, table.rows.map((row) => word(row, "bid")));
  const find = (party: string, bid: string) => table.rows.find((row) => row["party"] === party && row["bid"] === bid) ?? {};
  const columns = [["weighted", "weighted"], ["mean", "if it closes"], ["whatever_happens", "built whatever happens"]] as const;
  const top = element("tr", {}, element("th", { rowspan: "2" }, ""));
  const second = element("tr");
  for (const bid of bids) {
    top.append(element("th", { colspan: "3", class: "group first" }, bid.name));
    columns.forEach(([, label], i) => second.append(element("th", { class: i === 0 ? "number first" : "number" }, label)));
  }
  const body = element("tbody");
  const chance = element("tr", {}, element("td", {}, "Built, if it closes"));
  for (const bid of bids) {
    const row = table.rows.find((one) => one["bid"] === bid.id) ?? {};
    chance.append(element("td", { class: "number first" }, percentText(100 * num(row, "chance_closes") * num(row, "chance_built"))),
      element("td", { class: "number" }, percentText(100 * num(row, "chance_built"))), element("td", { class: "number" }, "100 %"));
  }
  body.append(chance);
  for (const party of distinct(table.rows.map((row) => word(row, "party")))) {
    const tr = element("tr", party === "host" ? { class: "strong" } : {}, element("td", {}, word(find(party, bids[0]?.id ?? ""), "name")));
    for (const bid of bids)
      columns.forEach(([column], i) => tr.append(element("td", { class: i === 0 ? "number first mean" : "number" }, fixed(num(find(party, bid.id), column), 0))));
    body.append(tr);
  }
  return element("section", { class: "tabular whole" }, element("h3", {}, "What each offer is worth, built or not (M$)"),
    element("div", { class: "scroll" }, element("table", {}, element("thead", {}, top, second), body)),
    element("p", { class: "note" }, table.note));
}

// A row a term and its setting, a column a party of a bid.
function breakevens(report: Report, table: Table | undefined): HTMLElement | null {
  if (!table) return null;
  const columns = distinct(table.rows.map((row) => `${word(row, "bid")}\n${word(row, "party")}`)).map((key) => key.split("\n"));
  const names = new Map(table.rows.map((row) => [word(row, "party"), word(row, "name")]));
  const head = element("tr", {}, element("th", {}, "Term"), element("th", {}, "Set to"));
  for (const [bid = "", party = ""] of columns)
    head.append(element("th", { class: "number" }, `${bidName(report, bid)}: ${names.get(party) ?? party}`));
  const body = element("tbody");
  for (const key of distinct(table.rows.map((row) => `${word(row, "term")}\n${word(row, "setting")}`))) {
    const [term = "", setting = ""] = key.split("\n");
    const tr = element("tr", {}, element("td", {}, term), element("td", {}, setting));
    for (const [bid, party] of columns) {
      const row = table.rows.find((one) => one["bid"] === bid && one["party"] === party && one["term"] === term && one["setting"] === setting);
      const price = row ? num(row, "price") : NaN;
      tr.append(element("td", { class: "number" }, price === 0 ? "any" : Number.isFinite(price) ? fixed(price, 0) : row ? "none" : missing));
    }
    body.append(tr);
  }
  return element("section", { class: "tabular whole" }, element("h3", {}, `${table.title} (${unitOf(table, "price")})`),
    element("div", { class: "scroll" }, element("table", {}, element("thead", {}, head), body)), element("p", { class: "note" }, table.note));
}

// Arrangements by name; what is nothing but rounding is nothing.
function bounds(table: Table | undefined, control: Table): Table | undefined {
  const names = new Map(control.rows.map((row) => [word(row, "arrangement"), word(row, "name")]));
  return table && { ...table, rows: table.rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, cell]) =>
    [column, column === "arrangement" ? names.get(String(cell)) ?? cell : typeof cell === "number" && Math.abs(cell) < 1e-6 ? 0 : cell]))) };
}

// Shares in percent, those below one too.
function builtIn(table: Table | undefined): Table | undefined {
  return table && { ...table, columns: table.columns.map((column) => (column.name === "share" ? { ...column, unit: "" } : column)),
    rows: table.rows.map((row) => ({ ...row, share: percentText(100 * num(row, "share")) })) };
}

function wide(report: Report, name: string): HTMLElement | null {
  const shown = titled(report, report.table(name));
  shown?.classList.add("whole");
  return shown;
}

export function decisions(report: Report): Chapter | null {
  const built = report.table("built"), table = report.table("control"), decided = report.table("decided");
  if (!table) return chapter("decisions", "Decisions", "Who decides", "", [reason(report.why("control"))]);
  return chapter("decisions", "Decisions", "Who decides",
    "The right to build belongs to somebody, who uses it for its own gain, knowing no more than can be known at the date.", [
      decided ? decidedTable(report, decided) : null,
      ...bidsIn(report, table.rows.map((row) => word(row, "bid"))).map((bid) => control(report, table, bid.id)),
      element("p", { class: "note" }, table.note),
      breakevens(report, report.table("party_breakeven")), wide(report, "readings"), wide(report, "decided_bridge"), titled(report, builtIn(built)), titled(report, report.table("decided_difference")), titled(report, bounds(report.table("decision_bound"), table)),
    ]);
}
