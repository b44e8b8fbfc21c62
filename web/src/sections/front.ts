// Page one: the sentence, what each reader asks first, who offers what, the table of the deal, the bridge, how far to trust it, what would change it.

import type { Report, Table } from "../data";
import { bullets, element, paragraph } from "../dom";
import { figure } from "../figure";
import { number, whole } from "../format";
import { bridges } from "../pictures/bridge";
import { ranges } from "../pictures/ranges";
import { dataTable } from "../table";
import { titled } from "../table";
import { answersTable, partiesStrip } from "./answers";
import { dealTable } from "./deal";
import type { Chapter } from "./section";

function facts(report: Report): string {
  const { study } = report;
  return [
    study.realisations ? `${whole(study.realisations)} realisations` : "",
    study.scenarios ? `${whole(study.scenarios)} scenario${study.scenarios === 1 ? "" : "s"}` : "",
    study.scenarios ? `seed ${study.seed}` : "",
    study.planning_price !== null ? `planning price ${number(study.planning_price)} USD${study.main.quoted_unit ? ` per ${study.main.quoted_unit}` : ""}` : "",
    study.alternatives.length > 0 ? `alternatives: ${study.alternatives.join(", ")}` : "",
  ].filter(Boolean).join(" · ");
}

function box(title: string, sentences: readonly string[], report: Report, table: Table | undefined): HTMLElement | null {
  if (sentences.length === 0 && !table) return null;
  return element("section", { class: "card" }, element("h3", {}, title), bullets(sentences),
    table ? element("details", {}, element("summary", {}, "Table", element("span", { class: "file" }, `${table.name}.csv`)), dataTable(report, table)) : null);
}

// The sentence of decision may list the readings that turn it: they stand below the five rows, so that these stay on
// the first screen.
const turnedBy = /; equal within what is known: ([^)]*)\)/;

function sentence(report: Report): { said: string; readings: string } {
  const said = report.text.headline || report.study.title, readings = turnedBy.exec(said)?.[1] ?? "";
  return { said: said.replace(turnedBy, "; equal within what is known)"), readings };
}

export function front(report: Report): Chapter {
  const deal = report.table("deal"), common = report.table("deal_common"), bridge = report.table("bridge");
  const differences = report.table("deal_difference");
  const { said, readings } = sentence(report);
  const body = element("section", { id: "result", class: "chapter front" });
  body.append(element("header", {},
    element("p", { class: "study" }, report.study.title),
    paragraph(report.study.subtitle, "subtitle"),
    element("h1", {}, said)));
  if (report.status && report.status !== "done")
    body.append(element("p", { class: "reason" }, `This run is not complete: ${report.status}.`));
  const answers = report.table("answers"), parties = report.table("parties");
  if (answers) body.append(answersTable(report, answers));
  if (readings) body.append(element("p", {}, `Equal within what is known, since other readings turn the lead: ${readings}.`));
  if (parties) body.append(partiesStrip(report, parties));
  const run = paragraph(facts(report), "facts");
  if (run) body.append(run);
  if (deal) {
    const holders = report.table("holders");
    body.append(element("section", { class: "tabular" },
      element("h3", {}, deal.title || "What each offer is worth"), dealTable(report, deal, differences),
      common ? element("details", {}, element("summary", {}, common.title || "The same at one common rate"), dealTable(report, common, undefined)) : null));
    const further = holders && holders.rows.length > 0 ? titled(report, holders) : null;
    if (further) body.append(further);
  }
  const trust = box("How far to trust this", report.text.trust, report, report.table("trust"));
  const flips = box("What would change the answer", report.text.flips, report, report.table("flips"));
  const parts = element("div", { class: "parts" });
  if (bridge) parts.append(...bridges(report, bridge).map((one) => figure(report, one)));
  if (trust || flips) parts.append(element("div", { class: "boxes" }, trust, flips));
  if (deal) parts.append(figure(report, ranges(report, deal)));
  body.append(parts);
  return { id: "result", name: "Result", body };
}
