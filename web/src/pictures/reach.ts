// Who is touched by the adverse state, before the project and under each bid.

import { chart, Plot, xAxis } from "../chart";
import { distinct, num, only, type Report, type Table, word } from "../data";
import { type Figure, multiples } from "../figure";
import { listed, number, percentText, unitName, words } from "../format";
import { bidColour, bidName, ink, outside } from "../theme";

function measureName(report: Report, measure: string): string {
  const state = report.study.adverse;
  const names: Record<string, string> = {
    touched_by_adverse: `Touched in any way by ${state}`,
    marketed_by_adverse: `Marketed by ${state}`,
    refined_in_adverse: `Refined in ${state}`,
    through_adverse: `Passing through ${state}`,
    net_import_reliance: "Net import reliance",
    hhi_origin: "By origin",
    hhi_marketer: "By marketer",
    imports_tonnes: "Imports in all",
    project_tonnes: "From the project",
    beyond_imports_tonnes: "Beyond what is imported",
  };
  return names[measure] ?? words(measure);
}

interface Bar {
  buyer: string;
  situation: string;
  measure: string;
  value: number;
  unit: string;
}

function situationName(report: Report, id: string): string {
  return id === "without" ? "Without the project" : bidName(report, id);
}

function bars(report: Report, table: Table): Bar[] {
  return table.rows.map((row) => {
    const unit = word(row, "unit"), share = unit === "%" || unit === "fraction";
    return { buyer: word(row, "name") || word(row, "buyer"), situation: word(row, "situation"), measure: measureName(report, word(row, "measure")),
      value: num(row, "value") * (unit === "fraction" ? 100 : 1), unit: share ? "%" : unit };
  });
}

function findShares(report: Report, all: readonly Bar[], buyers: readonly string[]): string {
  const wanted = ["touched_by_adverse", "marketed_by_adverse"].map((m) => measureName(report, m)).find((m) => all.some((bar) => bar.measure === m));
  const buyer = buyers[0] ?? "";
  const own = all.filter((bar) => bar.buyer === buyer && bar.measure === wanted && Number.isFinite(bar.value));
  if (own.length < 2) return "Who depends on whom, before and after";
  return `${buyer}: the share of imports ${wanted?.charAt(0).toLowerCase()}${wanted?.slice(1)} is ` +
    listed(own.map((bar) => `${percentText(bar.value)} (${situationName(report, bar.situation)})`)).replace("(Without", "(without");
}

function finding(report: Report, own: readonly Bar[], unit: string, buyers: readonly string[]): string {
  if (unit === "%") return findShares(report, own, buyers);
  if (unit === "t/y") {
    const most = [...own].filter((bar) => bar.measure === measureName(report, "project_tonnes")).sort((a, b) => b.value - a.value)[0];
    return most && most.value > 0 ? `${most.buyer} would get ${number(most.value)} t ${report.study.metal} a year (${situationName(report, most.situation)}), the most of the buyers`
      : "None of these buyers would get anything from the project";
  }
  return concentration(report, own, buyers);
}

// "doubles", "rises by 32 %"
function changed(before: number, after: number): string {
  const times = after / before;
  if (times >= 2.9) return `is ${number(times)} times as high`;
  if (times >= 1.9) return times <= 2.1 ? "doubles" : "more than doubles";
  return times > 1 ? `rises by ${percentText(100 * (times - 1))}` : `falls by ${percentText(100 * (1 - times))}`;
}

function concentration(report: Report, own: readonly Bar[], buyers: readonly string[]): string {
  const measure = own[0]?.measure ?? "";
  const said = buyers.flatMap((buyer) => {
    const of = own.filter((bar) => bar.buyer === buyer && bar.measure === measure), before = of.find((bar) => bar.situation === "without")?.value ?? NaN;
    return of.filter((bar) => bar.situation !== "without" && before > 0 && Math.abs(bar.value / before - 1) >= 0.01)
      .map((bar) => `${buyer}: concentration of imports ${changed(before, bar.value)}, ${number(before)} to ${number(bar.value)} (${situationName(report, bar.situation)})`);
  });
  return said.length > 0 ? said.join("; ") : "How concentrated imports are does not change for any buyer";
}

// One figure for each unit: shares first.
export function reach(report: Report, table: Table): Figure[] {
  const all = bars(report, table);
  const units = distinct(all.map((bar) => bar.unit)).sort((a, b) => Number(b === "%") - Number(a === "%"));
  const situations = distinct(all.map((bar) => bar.situation));
  const colour = (id: string) => (id === "without" ? outside : bidColour(report, id));
  return units.map((unit) => {
    const own = all.filter((bar) => bar.unit === unit);
    const buyers = distinct(own.map((bar) => bar.buyer)), measures = distinct(own.map((bar) => bar.measure));
    const present = situations.filter((situation) => own.some((bar) => bar.situation === situation && bar.value !== 0));
    const most = Math.max(1e-9, ...own.map((bar) => bar.value).filter(Number.isFinite));
    const label = unit === "%" ? "Share (%)" : unit === "0-10,000" ? "Index (0 to 10,000)" : unitName(unit);
    return {
      title: finding(report, own, unit, buyers),
      lead: unit === "%" ? "Shares of what each buyer imports; net import reliance: of what it uses." : unit === "t/y" ? `Tonnes of ${report.study.metal} a year.`
        : "Herfindahl-Hirschman index of the buyer's imports: 10,000 = all from one.",
      key: present.map((id) => ({ text: situationName(report, id), colour: colour(id), shape: "box" as const })),
      tables: [only(table, (row) => (word(row, "unit") === "fraction" ? "%" : word(row, "unit")) === unit)],
      wide: unit === "%" || buyers.length > 2,
      draw: (width: number) => multiples(buyers, width, (buyer, w) => {
        const beside = w >= 480 && measures.length > 1;
        const marginLeft = beside ? 180 : 4;
        const above = w < 290 ? 44 : 30; // one or two lines of name above the bars
        const each = present.length * 15 + (beside ? 14 : measures.length > 1 ? above + 6 : 12);
        const here = own.filter((bar) => bar.buyer === buyer);
        return chart({
          width: w, height: measures.length * each + 52, marginLeft, marginRight: 50, marginTop: 6, marginBottom: 42,
          x: { domain: [Math.min(0, ...own.map((bar) => bar.value || 0)), most] },
          y: { domain: present, axis: null, padding: 0.15, insetTop: beside || measures.length === 1 ? 6 : above, insetBottom: 4 },
          fy: { domain: measures, axis: null, padding: 0 },
          marks: [
            ...xAxis({ label, ticks: Math.min(6, w / 70), grid: true }),
            Plot.barX(here, { fy: "measure", y: "situation", x: "value", fill: (d: Bar) => colour(d.situation) }),
            Plot.text(here.filter((bar) => Number.isFinite(bar.value)), { fy: "measure", y: "situation", x: "value", text: (d: Bar) => number(d.value), textAnchor: "start", dx: 4, fill: ink, fontSize: 11 }),
            Plot.ruleX([0], { stroke: ink }),
            measures.length > 1 ? Plot.text(measures, { fy: (d: string) => d, frameAnchor: beside ? "left" : "top-left", dx: beside ? -marginLeft + 2 : 2,
              lineAnchor: beside ? "middle" : "top", dy: beside ? 0 : 12, textAnchor: "start", text: (d: string) => d, lineWidth: beside ? 14 : (w - 8) / 12.5, fill: ink }) : null,
          ],
        });
      }, (buyer) => ({ text: buyer }), 200),
    };
  });
}
