// The inputs that move the result most, in M$; behind them every input: value, range, source, assumption or method.

import { num, percent, type Report, type Row, type Table, word } from "../data";
import { element } from "../dom";
import { figure } from "../figure";
import { fixed, missing, number, percentText, signed, words } from "../format";
import { effects } from "../pictures/effects";
import { type Chapter, chapter } from "./section";

function cell(row: Row, column: string, unit: string): string {
  const value = row[column];
  if (value === null || value === undefined || value === "") return "";
  return typeof value === "number" ? number(value, unit) : value;
}

function range(row: Row, unit: string): string {
  const low = cell(row, "low", unit), high = cell(row, "high", unit);
  return low || high ? `${low || missing} to ${high || missing}` : "fixed";
}

function effectCell(effect: number, most: number): HTMLElement {
  const td = element("td", { class: "number effect", "data-label": "Effect" });
  if (!Number.isFinite(effect)) return td;
  const bar = element("span", { class: "bar" });
  bar.style.width = `${Math.max(0, 60 * effect / most).toFixed(1)}px`;
  td.append(bar, percentText(effect));
  return td;
}

const mostOpen = 15; // rows that stand open, and are printed

function inputTable(table: Table): HTMLElement {
  const rows = [...table.rows].sort((a, b) => (num(b, "effect") || 0) - (num(a, "effect") || 0));
  const most = Math.max(1e-9, ...rows.map((row) => percent(table, row, "effect")).filter(Number.isFinite));
  const body = element("tbody");
  const searchable: [HTMLElement, string][] = [];
  for (const row of rows) {
    const unit = word(row, "unit"), status = word(row, "status");
    const effect = percent(table, row, "effect");
    const tr = element("tr", {},
      element("td", { class: "key-name" }, ...word(row, "key").split(/(?<=[._])/).flatMap((piece) => [piece, document.createElement("wbr")]),
        word(row, "meaning") ? element("div", { class: "meaning" }, word(row, "meaning")) : null),
      element("td", { class: "number value", "data-label": "Value" }, `${cell(row, "value", unit)}${unit && unit !== "-" ? ` ${unit}` : ""}`),
      element("td", { class: "number quiet", "data-label": "Range" }, range(row, unit)),
      effectCell(effect, most),
      element("td", { "data-label": "Rests on" }, element("span", { class: /assum/i.test(status) ? "chip assumption" : "chip" }, words(status) || missing),
        word(row, "alternative") ? element("span", { class: "chip alternative" }, `alternative: ${word(row, "alternative")}`) : null),
      element("td", { class: "comment" }, word(row, "note")));
    searchable.push([tr, Object.values(row).join(" ").toLowerCase()]);
    body.append(tr);
  }
  const head = element("tr", {}, element("th", { class: "of-key" }, "Input"), element("th", { class: "number of-value" }, "Value"), element("th", { class: "number of-range" }, "Range"),
    element("th", { class: "number of-effect" }, "Effect"), element("th", { class: "of-status" }, "Rests on"), element("th", {}, "Source or reason"));
  const count = element("span", { class: "count" }, `${rows.length} inputs`);
  const filter = element("input", { type: "search", placeholder: "Filter: a name, a source, assumption …", "aria-label": "Filter the inputs" });
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [tr, text] of searchable) {
      const fits = wanted.every((piece) => text.includes(piece));
      tr.hidden = !fits;
      if (fits) ++shown;
    }
    count.textContent = wanted.length > 0 ? `${shown} of ${rows.length} inputs` : `${rows.length} inputs`;
  });
  return element("details", { class: "inputs whole" },
    element("summary", {}, `All ${number(rows.length)} inputs, with source or reason`, element("span", { class: "file" }, `${table.name}.csv`)),
    element("div", { class: "filter" }, filter, count),
    element("div", {}, element("table", { class: "cards" }, element("thead", {}, head), body)),
    table.note ? element("p", { class: "note" }, table.note) : null);
}

// "+999 ± 32"
function millions(row: Row, column: string): string {
  const value = num(row, column), error = num(row, `${column}_error`);
  return Number.isFinite(value) ? `${signed(value, 0)}${Number.isFinite(error) ? ` ± ${fixed(error, 0)}` : ""}` : missing;
}

// "refinery.conversion_cost": "Refinery · conversion cost"
function inWords(key: string): string {
  return words(key).replace(/\./g, " · ");
}

// Those that move the project's value most between their P90 and their P10, in M$; null where none was drawn.
function topInputs(report: Report, table: Table): HTMLElement | null {
  const rows = table.rows.filter((row) => Number.isFinite(num(row, "swing")))
    .sort((a, b) => Math.abs(num(b, "swing")) - Math.abs(num(a, "swing"))).slice(0, mostOpen);
  if (rows.length === 0) return null;
  const body = element("tbody");
  for (const row of rows) {
    const unit = word(row, "unit");
    body.append(element("tr", {},
      element("td", { class: "key-name" }, inWords(word(row, "key")), element("div", { class: "meaning" }, word(row, "meaning"))),
      element("td", { class: "number", "data-label": "Project, M$" }, millions(row, "swing")),
      element("td", { class: "number", "data-label": `${report.study.host}, M$` }, millions(row, "swing_host")),
      element("td", { class: "number quiet", "data-label": "Range" }, `${range(row, unit)}${unit && unit !== "-" ? ` ${unit}` : ""}`),
      element("td", { "data-label": "Rests on" }, element("span", { class: /assum/i.test(word(row, "status")) ? "chip assumption" : "chip" }, words(word(row, "status")) || missing))));
  }
  const head = element("tr", {}, element("th", {}, "Input"), element("th", { class: "number" }, "Project", element("span", { class: "unit" }, "M$")),
    element("th", { class: "number" }, report.study.host, element("span", { class: "unit" }, "M$")), element("th", { class: "number" }, "Range"), element("th", {}, "Rests on"));
  return element("section", { class: "tabular inputs-top whole" },
    element("h3", {}, `The ${rows.length} inputs that move the value most`),
    element("table", { class: "cards" }, element("thead", {}, head), body),
    element("p", { class: "note" }, `By how much the mean value of the project, and of ${report.study.host}, moves when the input goes from its P90 to its P10, by a straight line through the scenarios of the reference bid, if built; ± standard error. All inputs stand in ${table.name}.csv.`));
}

// The counts of the first page, so that they agree.
function restsOn(trust: Table | undefined): string {
  if (!trust) return "";
  const count = (item: string) => num(trust.rows.find((row) => word(row, "item") === item) ?? {}, "value") || 0;
  const source = count("inputs with a source"), assumption = count("inputs that are assumptions"),
    method = count("inputs by a method"), silent = count("inputs that do not say");
  return `${number(source + assumption + method + silent)} inputs of the case: ${number(source)} have a published source, ${number(assumption)} are assumptions, ${number(method)} follow from a method${silent > 0 ? `, ${number(silent)} do not say where they come from` : ""}. `;
}

export function inputs(report: Report): Chapter | null {
  const table = report.table("inputs");
  if (!table) return null;
  const spread = effects(report, table);
  return chapter("inputs", "Inputs", "Inputs",
    `${restsOn(report.table("trust"))}${number(table.rows.filter((row) => word(row, "status") === "default").length)} more keep their default. Effect: share of the spread of the project's value explained.`,
    [topInputs(report, table), spread ? figure(report, spread) : null, inputTable(table)]);
}
