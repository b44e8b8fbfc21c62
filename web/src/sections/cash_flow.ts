// The page of `lode cashflow`: a study's table, what it is worth and who gets what; or several studies side by side.

import { distinct, num, only, type Report, type Row, type Table, unitOf, word } from "../data";
import { element, paragraph } from "../dom";
import { figure } from "../figure";
import { decimalsFor, fixed, number, percentText, words } from "../format";
import { againstPrice, type Curve } from "../pictures/against_price";
import { type Amounts, cumulated, stacked } from "../pictures/periods";
import { dataTable, titled } from "../table";
import { caseColour, caseDash, stackColour, stackSize } from "../theme";
import { type Chapter, chapter } from "./section";

const perBlock = 9;
const mostShare = 160; // percent; beyond, the value that is shared is next to nothing

// Rows of `lines` as amounts by period; a line that is not there is nothing.
class Lines {
  readonly labels: string[];
  readonly unit: string;
  constructor(readonly table: Table) {
    this.labels = table.columns.slice(2).map((column) => column.name);
    this.unit = word(this.row("after_tax") ?? {}, "unit");
  }
  row(name: string): Row | undefined {
    return this.table.rows.find((row) => row["line"] === name);
  }
  values(name: string): number[] {
    const row = this.row(name);
    return this.labels.map((label) => (row && Number.isFinite(num(row, label)) ? num(row, label) : 0));
  }
  sum(names: readonly string[], sign: number): number[] {
    return this.labels.map((_, t) => names.reduce((sum, name) => sum + sign * (this.values(name)[t] ?? 0), 0));
  }
}

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

// What each part of the money is made of. Together they are the cash after tax.
const parts: readonly [string, readonly string[], number][] = [
  ["Revenue and other income", ["revenue", "other_income"], 1],
  ["Operating costs", ["mining", "processing", "general", "selling", "other_cost", "private_royalty", "marketing", "stream"], -1],
  ["Capital, closure, working capital", ["sustaining", "capital", "closure", "working_capital", "closure_fund_change"], -1],
  ["Royalties and taxes", ["royalty", "extraction_tax", "given_royalty", "property_tax", "social_tax", "import_duty", "services_withholding",
    "rent_tax", "profit_tax", "income_tax", "given_income_tax", "given_other_tax", "vat_due_change"], -1],
];

function money(value: number, unit: string): string {
  return `${number(value)} ${unit}`;
}

function whereItGoes(report: Report, lines: Lines): HTMLElement {
  const amounts = parts.map(([name, of, sign]) => ({ name, values: lines.sum(of, sign) })).filter((one) => one.values.some((value) => value !== 0));
  const after: Amounts = { name: "Cash after tax, before debt", values: lines.values("after_tax") };
  const income = total(amounts[0]?.values ?? []);
  const shares = amounts.slice(1).map((one) => `${percentText(-100 * total(one.values) / income)} ${one.name.charAt(0).toLowerCase()}${one.name.slice(1)}`);
  const left = `${percentText(100 * total(after.values) / income)} is left`;
  return figure(report, {
    title: income > 0 ? `Of ${money(income, lines.unit)} of income: ${[...shares, left].join(", ")}` : "Money by period",
    lead: "Money in (above zero) and out (below), and what is left after tax and before debt. Nominal, not discounted.",
    key: [...amounts.map((one, i) => ({ text: one.name, colour: stackColour(i), shape: "box" as const })), { text: after.name, colour: "#1d2733", shape: "line" as const }],
    tables: [lines.table],
    draw: (width) => stacked(amounts, after, { width, labels: lines.labels, unit: lines.unit }),
  });
}

function outAndBack(report: Report, lines: Lines): HTMLElement {
  const values = lines.values("after_tax");
  let sum = 0;
  const sofar = values.map((value) => (sum += value));
  const deepest = sofar.indexOf(Math.min(...sofar)), out = -(sofar[deepest] ?? 0);
  const back = sofar.findIndex((value, t) => t > deepest && value >= 0);
  return figure(report, {
    title: out <= 0 ? "Cash is never out" : `At most ${money(out, lines.unit)} out (${lines.labels[deepest]}), ` +
      (back < 0 ? "not back within the table" : `back in ${lines.labels[back]}`),
    lead: "Cash after tax and before debt in each period, and its sum since the start. Nominal, not discounted.",
    tables: [only(lines.table, (row) => row["line"] === "after_tax")],
    draw: (width) => cumulated({ name: "", values }, { width, labels: lines.labels, unit: lines.unit }, caseColour(0)),
  });
}

function head(report: Report): HTMLElement {
  return element("header", {}, element("p", { class: "study" }, report.study.title), paragraph(report.study.subtitle, "subtitle"),
    element("h1", {}, report.text.headline || report.study.title));
}

// Measures in words, numbers right, notes beside them.
function summaryTable(table: Table): HTMLElement {
  const body = element("tbody");
  for (const row of table.rows) {
    const value = row["value"], unit = word(row, "unit");
    const rate = unit === "1/y" && typeof value === "number";
    body.append(element("tr", {}, element("td", {}, words(word(row, "measure"))),
      element("td", { class: "number" }, typeof value === "number" ? (rate ? fixed(100 * value, decimalsFor(Math.abs(100 * value))) : number(value, unit)) : words(word(row, "value")) || "–"),
      element("td", { class: "of-unit" }, rate ? "% a year" : unit === "y" ? "years" : unit), element("td", { class: "quiet" }, word(row, "note"))));
  }
  return element("section", { class: "tabular whole" }, element("h3", {}, "Key figures"),
    element("div", { class: "scroll" }, element("table", {}, body)), table.note ? element("p", { class: "note" }, table.note) : null);
}

export function result(report: Report): Chapter | null {
  const summary = report.table("summary"), table = report.table("lines");
  const lines = table ? new Lines(table) : null;
  const made = chapter("result", "Result", "", "", [
    lines ? whereItGoes(report, lines) : null, lines ? outAndBack(report, lines) : null, summary ? summaryTable(summary) : null]);
  if (!made) return null;
  made.body.classList.add("front");
  made.body.querySelector("h2")?.replaceWith(head(report));
  return made;
}

export function sideBySide(report: Report): Chapter | null {
  const table = report.table("regimes"), takes = report.table("takes");
  if (!table) return null;
  const cases = takes?.columns.slice(2).map((column) => column.name) ?? [];
  const rates = distinct(takes?.rows.map((row) => num(row, "rate")) ?? []);
  const shown = { ...table, rows: table.rows.map((row) => ({ ...row, measure: words(word(row, "measure")) })) };
  const pictures = rates.map((rate) => {
    const curves = cases.map((name, i): Curve => ({ name, colour: caseColour(i), dash: caseDash(i), points: (takes?.rows ?? [])
      .filter((row) => num(row, "rate") === rate).map((row) => ({ factor: num(row, "price_factor"), value: 100 * num(row, name) })) }));
    return figure(report, {
      title: `The state's share of the value before tax, at ${percentText(100 * rate)}`,
      lead: `Against a factor on all prices. No line where the value before tax is not positive, and none beyond ${mostShare} %.`,
      key: curves.map((curve) => ({ text: curve.name, colour: curve.colour, dash: curve.dash, shape: "line" as const })),
      tables: takes ? [only(takes, (row) => num(row, "rate") === rate)] : [],
      draw: (width) => againstPrice(curves, width, "Share of the value before tax (%)", mostShare),
    });
  });
  const made = chapter("side-by-side", "Side by side", "", "", [element("div", { class: "whole" }, titled(report, shown)), ...pictures]);
  if (!made) return null;
  made.body.classList.add("front");
  made.body.querySelector("h2")?.replaceWith(head(report));
  return made;
}

export function value(report: Report): Chapter | null {
  const prices = report.table("prices");
  const worth = !prices ? null : (() => {
    const unit = unitOf(prices, "investor");
    const rates = distinct(prices.rows.map((row) => num(row, "rate")));
    const curves = rates.map((rate, i): Curve => ({ name: percentText(100 * rate), colour: caseColour(i), dash: caseDash(i),
      points: prices.rows.filter((row) => num(row, "rate") === rate).map((row) => ({ factor: num(row, "price_factor"), value: num(row, "investor") })) }));
    return figure(report, {
      title: "What the investor's flows are worth, against price",
      lead: "Net present value at each rate, with all prices multiplied by a factor.",
      key: curves.map((curve) => ({ text: curve.name, colour: curve.colour, dash: curve.dash, shape: "line" as const })),
      tables: [prices], wide: true,
      draw: (width) => againstPrice(curves, width, `Value (${unit})`),
    });
  })();
  const named = (table: Table | undefined) => table && { ...table, rows: table.rows.map((row) => ({ ...row, flow: words(word(row, "flow")) })) };
  return chapter("value", "Value", "Values and returns", "", [
    worth, titled(report, named(report.table("values"))), titled(report, named(report.table("returns"))), titled(report, report.table("unit_costs"))]);
}

export function debtOfTable(report: Report): Chapter | null {
  const table = report.table("debt");
  if (!table) return null;
  const labels = table.rows.map((row) => word(row, "period")), unit = unitOf(table, "debt_balance");
  const balance = { name: "Balance", values: table.rows.map((row) => num(row, "debt_balance")) };
  const most = Math.max(...balance.values), at = balance.values.indexOf(most);
  return chapter("debt", "Debt", "Debt", "", [
    figure(report, {
      title: `The debt is ${money(most, unit)} at most (${labels[at]})`, lead: "Owed at the end of each period.", tables: [], wide: true,
      draw: (width) => stacked([balance], null, { width, labels, unit }),
    }),
    element("div", { class: "whole" }, titled(report, table)),
  ]);
}

function receiptsOf(report: Report, table: Table): HTMLElement {
  const labels = table.rows.map((row) => word(row, "period")), unit = unitOf(table, "government");
  const all = table.columns.map((column) => column.name).filter((name) => !["period", "government", "take"].includes(name))
    .map((name) => ({ name: words(name), values: table.rows.map((row) => num(row, name) || 0) }))
    .filter((one) => one.values.some((amount) => amount !== 0)).sort((a, b) => Math.abs(total(b.values)) - Math.abs(total(a.values)));
  const rest = all.slice(stackSize - 1);
  const amounts: Amounts[] = all.length <= stackSize ? all
    : [...all.slice(0, stackSize - 1), { name: "Other receipts", values: labels.map((_, t) => total(rest.map((one) => one.values[t] ?? 0))) }];
  return figure(report, {
    title: `The state receives ${money(total(table.rows.map((row) => num(row, "government") || 0)), unit)}`,
    lead: "By instrument and period. Nominal, not discounted.",
    key: amounts.map((one, i) => ({ text: one.name, colour: stackColour(i), shape: "box" as const })),
    tables: [table], wide: true,
    draw: (width) => stacked(amounts, null, { width, labels, unit }),
  });
}

export function partiesOfTable(report: Report): Chapter | null {
  const receipts = report.table("receipts"), payments = report.table("payments");
  const paid = payments?.rows.filter((row) => num(row, "sum") !== 0) ?? [];
  const sums = payments && { ...payments, title: "Who pays whom, over the life", columns: payments.columns.slice(0, 4),
    rows: paid.map((row) => ({ ...row, payment: words(word(row, "payment")) })) };
  return chapter("parties", "Parties", "Who gets what", "", [
    receipts && receipts.rows.some((row) => num(row, "government") !== 0) ? receiptsOf(report, receipts) : null,
    report.table("partners") ? element("div", { class: "whole" }, titled(report, report.table("partners"))) : null,
    sums ? element("div", { class: "whole" }, titled(report, sums)) : null]);
}

// Every line that is not zero, some periods to a block so that it fits a page.
export function lines(report: Report): Chapter | null {
  const table = report.table("lines");
  if (!table) return null;
  const labels = new Lines(table).labels;
  const rows = table.rows.filter((row) => labels.some((label) => num(row, label) !== 0 && Number.isFinite(num(row, label))));
  const blocks: HTMLElement[] = [];
  for (let from = 0; from < labels.length; from += perBlock) {
    const own = labels.slice(from, from + perBlock);
    const body = element("tbody");
    for (const row of rows) {
      const most = Math.max(...labels.map((label) => Math.abs(num(row, label) || 0)));
      const tr = element("tr", {}, element("td", {}, words(word(row, "line")), word(row, "unit") ? element("span", { class: "quiet" }, `, ${word(row, "unit")}`) : null));
      for (const label of own) tr.append(element("td", { class: "number" }, num(row, label) ? fixed(num(row, label), most >= 1000 ? 0 : most >= 10 ? 1 : 2) : ""));
      body.append(tr);
    }
    blocks.push(element("div", { class: "scroll" }, element("table", { class: "yearly" }, element("thead", {},
      element("tr", {}, element("th", {}, ""), ...own.map((label) => element("th", { class: "number" }, label)))), body)));
  }
  return chapter("lines", "Every line", table.title, table.note, [element("section", { class: "tabular whole" }, ...blocks,
    element("details", {}, element("summary", {}, "Table", element("span", { class: "file" }, "lines.csv")), dataTable(report, table)))]);
}
