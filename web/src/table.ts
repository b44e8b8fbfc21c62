// Tables of numbers: words left, numbers right, the decimals of a column alike.

import { type Cell, type Column, num, type Report, type Row, type Table, unitOf } from "./data";
import { element } from "./dom";
import { decimalsFor, fixed, missing, number, words } from "./format";
import { bidName, depositName } from "./theme";

const mostRows = 400; // shown; the CSV file beside the report has them all

export type CellText = (row: Row) => string;

function isYear(column: Column): boolean {
  return column.unit === "year" || column.name === "year" || column.name.endsWith("_year");
}

function isNumbers(table: Table, column: string): boolean {
  return table.rows.some((row) => typeof row[column] === "number") &&
    !table.rows.some((row) => typeof row[column] === "string");
}

// How the cells of one column are written.
export function cellText(report: Report, table: Table, column: Column): CellText {
  const numbers = table.rows.map((row) => row[column.name]).filter((c): c is number => typeof c === "number");
  const allWhole = numbers.every(Number.isInteger);
  const decimals = allWhole ? 0 : decimalsFor(Math.max(0, ...numbers.map(Math.abs)));
  const mixed = column.unit === "" && (!allWhole || table.columns.some((c) => c.name === "unit"));
  return (row) => {
    const cell: Cell = row[column.name] ?? null;
    if (cell === null) return missing;
    if (typeof cell === "string") {
      if (["bid", "against", "situation"].includes(column.name)) return bidName(report, cell);
      return column.name === "deposit" ? depositName(report, cell) : cell;
    }
    if (isYear(column)) return number(cell, "year");
    return mixed ? number(cell, String(row["unit"] ?? "")) : fixed(cell, decimals);
  };
}

export function heading(column: Column): HTMLElement {
  const th = element("th", {}, words(column.name));
  if (column.unit && column.unit !== "year") th.append(element("span", { class: "unit" }, column.unit));
  return th;
}

// An id column says nothing beside the name that it stands for.
function shownColumns(table: Table): Column[] {
  const named = table.columns.some((column) => column.name === "name");
  const ids = new Set(named ? ["party", "instrument", "buyer", "event", "product", "stage"] : []);
  if (named && table.columns.some((column) => column.name === "deposit")) ids.add("name");
  for (const column of table.columns) if (table.columns.some((other) => other.name === `${column.name}_name`)) ids.add(column.name);
  return table.columns.filter((column) => !ids.has(column.name));
}

export function dataTable(report: Report, table: Table): HTMLElement {
  const columns = shownColumns(table);
  const texts = columns.map((column) => cellText(report, table, column));
  const right = columns.map((column) => isNumbers(table, column.name));
  const head = element("tr");
  columns.forEach((column, i) => {
    const th = heading(column);
    if (right[i]) th.className = "number";
    head.append(th);
  });
  const body = element("tbody");
  for (const row of table.rows.slice(0, mostRows)) {
    const tr = element("tr");
    texts.forEach((text, i) => tr.append(element("td", right[i] ? { class: "number" } : columns[i]?.name === "unit" ? { class: "of-unit" } : {}, text(row))));
    body.append(tr);
  }
  const box = element("div", { class: "scroll" },
    element("table", {}, element("thead", {}, head), body));
  const rest = table.rows.length - mostRows;
  const notes = [rest > 0 ? `${number(rest)} more rows stand in ${table.name}.csv.` : "", table.note].filter(Boolean);
  return element("div", { class: "data" }, box, notes.length ? element("p", { class: "note" }, notes.join(" ")) : null);
}

// A table shown in full, under its title.
export function titled(report: Report, table: Table | undefined, title = ""): HTMLElement | null {
  if (!table) return null;
  return element("section", { class: "tabular" },
    element("h3", {}, title || table.title || words(table.name)), dataTable(report, table));
}

// One row a key, one column a bid: for tables (bid, item, value, unit) that are read across bids.
export function acrossBids(report: Report, table: Table | undefined, item: string, title = ""): HTMLElement | null {
  if (!table) return null;
  const bids = report.bids.filter((bid) => table.rows.some((row) => row["bid"] === bid.id));
  const hasUnit = table.columns.some((column) => column.name === "unit");
  const keys = [...new Set(table.rows.map((row) => `${row[item]}\n${row["unit"] ?? ""}`))];
  const valueUnit = unitOf(table, "value");
  const head = element("tr", {}, element("th", {}, words(item)));
  for (const bid of bids) head.append(element("th", { class: "number" }, bid.name));
  if (hasUnit || valueUnit) head.append(element("th", {}, "Unit"));
  const body = element("tbody");
  const inUnit = (unit: string) => table.rows.filter((row) => (row["unit"] ?? "") === unit).map((row) => Math.abs(num(row, "value"))).filter(Number.isFinite);
  for (const key of keys) {
    const [name = "", unit = ""] = key.split("\n");
    const alike = unit || valueUnit ? inUnit(unit) : [];
    const decimals = alike.every(Number.isInteger) ? 0 : decimalsFor(Math.max(0, ...alike));
    const tr = element("tr", {}, element("td", {}, words(name)));
    for (const bid of bids) {
      const row = table.rows.find((r) => r["bid"] === bid.id && r[item] === name && (r["unit"] ?? "") === unit);
      const value = row?.["value"];
      tr.append(element("td", { class: "number" }, typeof value !== "number" ? String(value ?? missing) : alike.length > 0 && unit !== "year" ? fixed(value, decimals) : number(value, unit)));
    }
    if (hasUnit || valueUnit) tr.append(element("td", { class: "quiet" }, unit || valueUnit));
    body.append(tr);
  }
  return element("section", { class: "tabular" }, element("h3", {}, title || table.title),
    element("div", { class: "scroll" }, element("table", {}, element("thead", {}, head), body)),
    table.note ? element("p", { class: "note" }, table.note) : null);
}
