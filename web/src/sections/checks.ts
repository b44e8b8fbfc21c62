// Checks, what is simplified, how to repeat the run.

import { num, type Report, type Row, type Table, word } from "../data";
import { element } from "../dom";
import { missing, number } from "../format";
import { type Chapter, chapter } from "./section";

function holds(row: Row): boolean {
  const cell = row["holds"];
  return typeof cell === "number" ? cell !== 0 : ["yes", "true", "holds", "ok"].includes(word(row, "holds").toLowerCase());
}

function figureOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  return Number.isFinite(num(row, column)) ? number(num(row, column)) : missing;
}

function checkTable(table: Table): HTMLElement {
  const rows = [...table.rows].sort((a, b) => Number(holds(a)) - Number(holds(b)));
  const failed = rows.filter((row) => !holds(row)).length;
  const body = element("tbody");
  for (const row of rows)
    body.append(element("tr", holds(row) ? {} : { class: "failed" },
      element("td", {}, word(row, "check")), element("td", { class: "number" }, figureOf(row, "value")),
      element("td", { class: "number" }, figureOf(row, "limit")), element("td", {}, holds(row) ? "holds" : "does not hold")));
  const head = element("tr", {}, element("th", {}, "Check"), element("th", { class: "number" }, "Found"), element("th", { class: "number" }, "Limit"), element("th", {}, ""));
  return element("section", { class: "tabular whole" },
    element("h3", {}, failed > 0 ? `${failed} of ${rows.length} checks do not hold` : `All ${rows.length} checks hold`),
    element("div", { class: "scroll" }, element("table", {}, element("thead", {}, head), body)),
    table.note ? element("p", { class: "note" }, table.note) : null);
}

function simplified(report: Report): HTMLElement | null {
  if (report.text.simplified.length === 0) return null;
  const list = element("dl");
  let stage = "";
  for (const one of report.text.simplified) {
    if (one.stage !== stage) list.append(element("dt", {}, one.stage));
    stage = one.stage;
    list.append(element("dd", {}, one.text));
  }
  return element("section", { class: "tabular simplified whole" }, element("h3", {}, "What is simplified, stage by stage"), list);
}

function repeat(report: Report): HTMLElement | null {
  if (!report.text.repeat) return null;
  return element("section", { class: "tabular whole" }, element("h3", {}, "How to repeat this run"),
    element("pre", {}, report.text.repeat),
    element("p", { class: "note" }, `Version ${report.version}, seed ${report.study.seed}: the same case gives the same tables to the last digit, on any number of threads.`));
}

// From a cell of the deal table back to the inputs.
function follow(report: Report): HTMLElement | null {
  const bid = report.bids[0];
  if (!bid || !report.table("deal")) return null;
  const code = (text: string) => element("code", {}, text);
  const item = (...parts: (string | Node)[]) => element("li", {}, ...parts);
  return element("section", { class: "tabular whole" }, element("h3", {}, "How to follow a number back to its source"),
    element("ol", { class: "follow" },
      item("A mean of the deal table is the mean of a column of ", code("scenarios.csv"), ", a row a scenario, in USD: ", code(`${bid.id}.state`), ", ", code(`${bid.id}.fund`), ", ", code(`${bid.id}.sponsor`), " …; the inputs drawn in that scenario stand in the same row."),
      item("The same run with ", code("--scenario N"), " writes that scenario period by period: prices, tonnes and costs (", code("scenario_money.csv"), "), the venture's ledger (", code("scenario_ledger.csv"), "), what each party gets (", code("scenario_parties.csv"), ")."),
      item("Every input stands in the ", element("a", { href: "#inputs" }, "chapter of the inputs"), " and in ", code("inputs.csv"), " with its source, its method or the reason of the assumption; ", code("lode explain KEY"), " says what it means."),
      item("The case as it was run lies beside this file, with its inputs: ", code("case/case.toml"), ".")));
}

export function checks(report: Report): Chapter | null {
  const table = report.table("checks");
  return chapter("checks", "Checks", "Checks and limits", "", [table ? checkTable(table) : null, simplified(report), follow(report), repeat(report)]);
}
