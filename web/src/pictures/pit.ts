// Pit by pit: ore and waste inside each nested shell, and what the shells are worth when mined best case
// (shell after shell), worst case (bench by bench) and with a constant lag.

import { chart, domain, labelMargin, endLabels, Plot, yAxis } from "../chart";
import { finite, num, type Report, type Table, unitOf, word } from "../data";
import { type Figure, multiples } from "../figure";
import { axisLabel, clauses, money, number } from "../format";
import { ink, mark, mute, ore, waste } from "../theme";
import { depositsIn } from "./resource";

interface Shell {
  factor: number;
  ore: number;
  waste: number;
  best: number;
  worst: number;
  lag: number;
  chosen: boolean;
}

const cases = [
  { key: "best", text: "best", colour: "#2b7f78", dash: "" },
  { key: "lag", text: "constant lag", colour: ink, dash: "7 3" },
  { key: "worst", text: "worst", colour: "#c2602f", dash: "2 3" },
] as const;

function isYes(text: string): boolean {
  return ["1", "yes", "true", "chosen"].includes(text.toLowerCase());
}

function ticksFor(factors: readonly number[], width: number): number[] {
  const every = Math.max(1, Math.ceil(factors.length / Math.max(2, Math.floor(width / 44))));
  return factors.filter((_, i) => i % every === 0);
}

export function pitByPit(report: Report, table: Table): Figure {
  const deposits = depositsIn(report, table);
  const of = (id: string): Shell[] => table.rows.filter((row) => row["deposit"] === id).map((row) => ({
    factor: num(row, "factor"), ore: num(row, "ore"), waste: num(row, "waste"), best: num(row, "best"), worst: num(row, "worst"), lag: num(row, "lag"),
    chosen: isYes(word(row, "chosen")),
  })).sort((a, b) => a.factor - b.factor);
  const chosen = (id: string) => of(id).filter((shell) => shell.chosen).pop();
  return {
    title: clauses(deposits, (deposit) => {
      const shell = chosen(deposit.id);
      return shell ? `the shell of factor ${number(shell.factor)} is mined, worth ${money(shell.lag)} with a constant lag` : "no shell is chosen";
    }),
    lead: "Nested shells by revenue factor. Above: discounted value before initial capital, mined three ways. Below: tonnes inside the shell.",
    key: [{ text: "ore", colour: ore, shape: "box" }, { text: "waste", colour: waste, shape: "box" },
      ...cases.map((c) => ({ text: `value, ${c.text}`, colour: c.colour, shape: "line" as const, ...(c.dash ? { dash: c.dash } : {}) }))],
    tables: [table],
    wide: deposits.length > 1,
    draw: (width) => multiples(deposits, width, (deposit, w) => {
      const shells = of(deposit.id), factors = shells.map((shell) => shell.factor);
      const values = domain(shells.flatMap((shell) => [shell.best, shell.worst, shell.lag]));
      const marginRight = w > 380 ? labelMargin(cases.map((c) => c.text), w) : 14;
      const tonnes = shells.flatMap((shell) => [{ factor: shell.factor, kind: "ore", value: shell.ore }, { factor: shell.factor, kind: "waste", value: shell.waste }]);
      const x = { type: "band" as const, domain: factors, padding: 0.15 };
      const picked = shells.filter((shell) => shell.chosen);
      const box = document.createElement("div");
      box.append(chart({
        width: w, height: 190, marginRight, marginBottom: 8, x: { ...x, axis: null }, y: { domain: values },
        marks: [
          ...yAxis({ label: axisLabel("Value", unitOf(table, "best") || "M$"), ticks: 4 }),
          Plot.ruleX(picked, { x: "factor", stroke: mark, strokeDasharray: "3 3" }),
          Plot.text(picked, { x: "factor", frameAnchor: "bottom", dy: -4, text: () => "chosen", fill: mark, stroke: "white", strokeWidth: 4, fontWeight: 600 }),
          cases.map((c) => Plot.line(shells, { x: "factor", y: c.key, stroke: c.colour, strokeWidth: 2.2, strokeDasharray: c.dash || "none" })),
          Plot.ruleY([0], { stroke: ink }),
          w > 380 ? endLabels(cases.flatMap((c) => {
            const last = [...shells].reverse().find((shell) => Number.isFinite(shell[c.key]));
            return last ? [{ x: last.factor, y: last[c.key], text: c.text, colour: c.colour }] : [];
          }), values, 190 - 34, marginRight) : null,
        ],
      }));
      box.append(chart({
        width: w, height: 180, marginRight, marginBottom: 44, x, y: { domain: domain(finite(shells.map((shell) => shell.ore + shell.waste))) },
        color: { domain: ["ore", "waste"], range: [ore, waste] },
        marks: [
          ...yAxis({ label: axisLabel("Ore and waste", unitOf(table, "ore")), ticks: 4 }),
          Plot.axisX({ ticks: ticksFor(factors, w - 52 - marginRight), tickFormat: (v: number) => number(v), label: "Revenue factor", labelArrow: "none", labelAnchor: "center", color: mute }),
          Plot.barY(tonnes, { x: "factor", y: "value", fill: "kind", order: ["ore", "waste"] }),
          Plot.ruleY([0], { stroke: ink }),
        ],
      }));
      return box;
    }, (deposit) => ({ text: deposit.name })),
  };
}
