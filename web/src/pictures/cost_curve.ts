// Producers by cost, the cheapest first: how much could be made at or below a cost, and where the project stands.

import { chart, domain, Plot, xAxis, yAxis } from "../chart";
import { distinct, num, type Report, type Table, unitOf, word } from "../data";
import type { Choice, Figure } from "../figure";
import { axisLabel, listed, number, percentText } from "../format";
import { ink, mark, outside } from "../theme";

interface Producer {
  readonly name: string;
  readonly cost: number;
  readonly from: number; // tonnes of all that are cheaper
  readonly to: number;
  readonly project: boolean;
}

function producers(table: Table, year: string): Producer[] {
  let sum = 0;
  return table.rows.filter((row) => word(row, "year") === year && num(row, "tonnes") > 0 && Number.isFinite(num(row, "cost")))
    .sort((a, b) => num(a, "cost") - num(b, "cost"))
    .map((row) => ({ name: word(row, "name") || word(row, "region"), cost: num(row, "cost"), from: sum, to: (sum += num(row, "tonnes")), project: num(row, "is_project") === 1 }));
}

function finding(all: readonly Producer[], unit: string, year: string): string {
  const own = all.filter((one) => one.project), total = all[all.length - 1]?.to ?? 0, when = year ? ` in ${year}` : "";
  if (own.length === 0) return `Half of what could be made${when} costs ${number(all.find((one) => one.to >= total / 2)?.cost ?? NaN)} ${unit} or less`;
  return listed(own.map((one) => `${one.name}: ${number(one.cost)} ${unit}${when}; ${percentText(100 * one.from / total)} of what could be made costs less`));
}

// Names that stand at least a line apart; the project's first, then those of the widest.
function namedOnes(all: readonly Producer[], perTonne: number): Producer[] {
  const middle = (one: Producer) => perTonne * (one.from + one.to) / 2;
  const order = [...all].sort((a, b) => Number(b.project) - Number(a.project) || (b.to - b.from) - (a.to - a.from));
  return order.reduce<Producer[]>((kept, one) => (kept.every((other) => Math.abs(middle(one) - middle(other)) >= 13) ? [...kept, one] : kept), []);
}

export function costCurve(_report: Report, table: Table): Figure | null {
  const years = distinct(table.rows.map((row) => word(row, "year"))).filter((year) => producers(table, year).length > 0);
  const first = years[0];
  if (first === undefined) return null;
  const unit = unitOf(table, "cost") || "$/mtu", tonnes = unitOf(table, "tonnes") || "t";
  const year: Choice = { name: "Year", options: years.map((one) => ({ id: one, text: one })), chosen: first };
  const all = years.flatMap((one) => producers(table, one));
  const draw = (width: number, of: string) => {
    const shown = producers(table, of), total = Math.max(...all.map((one) => one.to));
    const marginLeft = 52, marginRight = 16, marginBottom = 42, plotted = 210, range = domain(all.map((one) => one.cost), { pad: 0.02 });
    const kept = namedOnes(shown, (width - marginLeft - marginRight) / total);
    const above = Math.max(...kept.map((one) => 6.2 * Math.min(24, one.name.length) + 8 - plotted * (1 - one.cost / range[1])));
    const marginTop = Math.max(14, Math.ceil(above));
    return chart({
      width, height: plotted + marginTop + marginBottom, marginLeft, marginRight, marginTop, marginBottom,
      x: { domain: [0, total] }, y: { domain: range },
      marks: [
        ...yAxis({ label: null }),
        ...xAxis({ label: axisLabel("Made at this cost or less", tonnes), ticks: Math.min(6, width / 80) }),
        Plot.rectY(shown, { x1: "from", x2: "to", y1: 0, y2: "cost", fill: (one: Producer) => (one.project ? mark : outside), stroke: "white", strokeWidth: 0.7,
          title: (one: Producer) => `${one.name}: ${number(one.to - one.from)} ${tonnes}, ${number(one.cost)} ${unit}` }),
        Plot.text(kept, { x: (one: Producer) => (one.from + one.to) / 2, y: "cost", text: (one: Producer) => one.name, rotate: -90, textAnchor: "start", dy: -5,
          lineWidth: 11, textOverflow: "ellipsis", fill: (one: Producer) => (one.project ? mark : ink), fontSize: 11 }),
        Plot.ruleY([0], { stroke: ink }),
      ],
    });
  };
  return {
    title: finding(producers(table, first), unit, first),
    lead: `Each bar is a producer: its width what it could make in a year (${tonnes}), its height its cost (${unit}). The cheapest stand left.`,
    key: [{ text: "the project", colour: mark, shape: "box" }, { text: "others", colour: outside, shape: "box" }],
    ...(table.note ? { note: table.note } : {}),
    choices: [year],
    draw: (width) => draw(width, year.chosen),
    ...(years.length > 1 ? { drawPaper: (width: number) => draw(width, first) } : {}),
    tables: [table],
    wide: true,
  };
}
