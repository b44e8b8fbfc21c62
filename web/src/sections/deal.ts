// The table of the deal: a row a party, a group of columns a bid, the paired difference last. Where there
// is no room for that, a block a party.

import { distinct, num, percent, type Report, type Row, type Table, unitOf, word } from "../data";
import { element } from "../dom";
import { fixed, missing, percentText, signed } from "../format";
import { bidColour, bidsIn } from "../theme";

const measures = [["mean", "mean"], ["p90_exceed", "P90"], ["p50", "P50"], ["p10_exceed", "P10"]] as const;

interface Deal {
  parties: { id: string; name: string }[];
  bids: { id: string; name: string }[];
  value(party: string, bid: string, measure: string): number;
  difference(party: string, bid: string): { mean: number; error: number; better: number } | null;
  compared: { id: string; name: string }[]; // bids that the reference is compared with
  reference: string;
  decimals: number;
}

function dealOf(report: Report, table: Table, differences: Table | undefined): Deal {
  const names = new Map(table.rows.map((row) => [word(row, "party"), word(row, "name") || word(row, "party")]));
  const parties = distinct(table.rows.map((row) => word(row, "party"))).map((id) => ({ id, name: names.get(id) ?? id }));
  const bids = bidsIn(report, table.rows.map((row) => word(row, "bid")));
  const find = (rows: readonly Row[], party: string, bid: string) => rows.find((row) => row["party"] === party && row["bid"] === bid);
  const largest = Math.max(...table.rows.map((row) => Math.abs(num(row, "mean"))).filter(Number.isFinite), 0);
  return {
    parties, bids, reference: report.bids[0]?.name ?? "", decimals: largest < 20 ? 1 : 0,
    value: (party, bid, measure) => {
      const row = find(table.rows, party, bid);
      return row ? num(row, measure) : NaN;
    },
    difference: (party, bid) => {
      const row = differences && find(differences.rows, party, bid);
      return row && differences ? { mean: num(row, "mean"), error: num(row, "standard_error"), better: percent(differences, row, "better") } : null;
    },
    compared: bids.filter((bid) => differences?.rows.some((row) => row["bid"] === bid.id)),
  };
}

function number(text: string, kind = ""): HTMLElement {
  return element("td", { class: `number ${kind}`.trim() }, text);
}

function swatch(report: Report, bid: string): HTMLElement {
  const node = element("span", { class: "sample box" });
  node.style.background = bidColour(report, bid);
  return node;
}

function differenceCells(deal: Deal, party: string, bid: string): HTMLElement[] {
  const found = deal.difference(party, bid);
  if (!found) return [number(missing, "first"), number(missing)];
  const error = Number.isFinite(found.error) ? ` ± ${fixed(found.error < 0.05 ? 0 : found.error, Math.max(deal.decimals, found.error < 0.95 && found.error >= 0.05 ? 1 : 0))}` : "";
  return [number(signed(found.mean, deal.decimals) + error, "first"), number(percentText(found.better))];
}

function sideBySide(report: Report, deal: Deal): HTMLElement {
  const top = element("tr", {}, element("th", { rowspan: "2" }, ""));
  const second = element("tr");
  for (const bid of deal.bids) {
    top.append(element("th", { colspan: "4", class: "group first" }, swatch(report, bid.id), bid.name));
    measures.forEach(([, label], i) => second.append(element("th", { class: i === 0 ? "number first" : "number" }, label)));
  }
  for (const bid of deal.compared) {
    top.append(element("th", { colspan: "2", class: "group first" }, `${deal.reference} less ${bid.name}`));
    second.append(element("th", { class: "number first" }, "mean ± s.e."), element("th", { class: "number" }, "better in"));
  }
  const body = element("tbody");
  for (const party of deal.parties) {
    const tr = element("tr", party.id === "host" ? { class: "strong" } : {}, element("td", {}, party.name));
    for (const bid of deal.bids)
      measures.forEach(([key], i) => tr.append(number(fixed(deal.value(party.id, bid.id, key), deal.decimals), i === 0 ? "first mean" : "")));
    for (const bid of deal.compared) tr.append(...differenceCells(deal, party.id, bid.id));
    body.append(tr);
  }
  return element("table", { class: "deal wide-only" }, element("thead", {}, top, second), body);
}

function inBlocks(report: Report, deal: Deal): HTMLElement {
  const head = element("tr", {}, element("th", {}, ""), ...measures.map(([, label]) => element("th", { class: "number" }, label)));
  const table = element("table", { class: "deal narrow-only" }, element("thead", {}, head));
  for (const party of deal.parties) {
    const body = element("tbody", {}, element("tr", { class: "party" }, element("td", { colspan: "5" }, party.name)));
    for (const bid of deal.bids)
      body.append(element("tr", {}, element("td", {}, swatch(report, bid.id), bid.name),
        ...measures.map(([key], i) => number(fixed(deal.value(party.id, bid.id, key), deal.decimals), i === 0 ? "mean" : ""))));
    for (const bid of deal.compared) {
      const [difference, better] = differenceCells(deal, party.id, bid.id);
      body.append(element("tr", { class: "quiet" }, element("td", { colspan: "5" },
        `${deal.reference} less ${bid.name}: ${difference?.textContent ?? ""}; better in ${better?.textContent ?? ""}`)));
    }
    table.append(body);
  }
  return table;
}

export function dealTable(report: Report, table: Table, differences: Table | undefined): HTMLElement {
  const deal = dealOf(report, table, differences);
  const unit = unitOf(table, "mean");
  const columns = deal.bids.length * 4 + deal.compared.length * 2;
  const notes = [
    `${unit === "M$" ? `Million USD of ${report.study.base_year}` : unit}.`,
    "P90: exceeded with 90 % probability. Percentiles do not add; means do.",
    deal.compared.length > 0 ? `± s.e.: standard error of the mean difference, both offers on the same scenarios; "better in": share of scenarios in which ${deal.reference} is worth more.` : "",
    table.note.replace(/\s*p90_exceed is exceeded[^.]*\./, ""),
  ].filter(Boolean).join(" ");
  return element("div", { class: columns > 12 ? "dealbox many" : "dealbox" }, sideBySide(report, deal), inBlocks(report, deal), element("p", { class: "note" }, notes));
}
