// Who is touched by the adverse state, before the project and under each bid.

import { chart, Plot, xAxis } from "../chart";
import { distinct, num, only, type Report, type Table, word } from "../data";
import { type Figure, multiples } from "../figure";
import { listed, lowerFirst, number, percentText, unitName, words } from "../format";
import { bidColour, bidName, ink, outside } from "../theme";

const measureNames: Record<string, string> = {
  touched_by_adverse: "Touched in any way by the adverse state",
  marketed_by_adverse: "Marketed by the adverse state",
  refined_in_adverse: "Refined in the adverse state",
  through_adverse: "Passing through the adverse state",
  net_import_reliance: "Net import reliance",
  hhi_origin: "Concentration by origin (HHI)",
  hhi_marketer: "Concentration by marketer (HHI)",
  project_tonnes: "Tonnes from the project",
};

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

function bars(table: Table): Bar[] {
  return table.rows.map((row) => {
    const unit = word(row, "unit"), share = unit === "%" || unit === "fraction";
    return { buyer: word(row, "name") || word(row, "buyer"), situation: word(row, "situation"), measure: measureNames[word(row, "measure")] ?? words(word(row, "measure")),
      value: num(row, "value") * (unit === "fraction" ? 100 : 1), unit: share ? "%" : unit };
  });
}

function findShares(report: Report, all: readonly Bar[], buyers: readonly string[]): string {
  const wanted = [measureNames["touched_by_adverse"], measureNames["marketed_by_adverse"]].find((m) => all.some((bar) => bar.measure === m));
  const buyer = buyers[0] ?? "";
  const own = all.filter((bar) => bar.buyer === buyer && bar.measure === wanted && Number.isFinite(bar.value));
  if (own.length < 2) return "Who depends on whom, before and after";
  return `${buyer}: supply ${wanted?.charAt(0).toLowerCase()}${wanted?.slice(1)} is ` +
    listed(own.map((bar) => `${percentText(bar.value)} (${situationName(report, bar.situation)})`)).replace("(Without", "(without");
}

// One figure for each unit: shares first.
export function reach(report: Report, table: Table): Figure[] {
  const all = bars(table);
  const units = distinct(all.map((bar) => bar.unit)).sort((a, b) => Number(b === "%") - Number(a === "%"));
  const situations = distinct(all.map((bar) => bar.situation));
  const colour = (id: string) => (id === "without" ? outside : bidColour(report, id));
  return units.map((unit) => {
    const own = all.filter((bar) => bar.unit === unit);
    const buyers = distinct(own.map((bar) => bar.buyer)), measures = distinct(own.map((bar) => bar.measure));
    const present = situations.filter((situation) => own.some((bar) => bar.situation === situation && bar.value !== 0));
    const most = Math.max(1e-9, ...own.map((bar) => bar.value).filter(Number.isFinite));
    const label = unit === "%" ? "Share (%)" : unitName(unit);
    return {
      title: unit === "%" ? findShares(report, own, buyers) : `${listed(measures.map((m, i) => (i > 0 ? lowerFirst(m) : m)))} by buyer`,
      lead: unit === "%" ? "Share of what each buyer uses." : "",
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
