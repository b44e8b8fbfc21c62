// What the spread of the project's value comes from: the inputs that explain most of it.

import { chart, Plot, xAxis } from "../chart";
import { percent, type Report, type Table, word } from "../data";
import type { Figure } from "../figure";
import { percentText } from "../format";
import { ink, outside } from "../theme";

const most = 12;

export function effects(_report: Report, table: Table): Figure | null {
  const rows = table.rows.map((row) => ({ key: word(row, "key"), meaning: word(row, "meaning"), effect: percent(table, row, "effect"), assumed: /assum/i.test(word(row, "status")) }))
    .filter((row) => row.effect > 0).sort((a, b) => b.effect - a.effect).slice(0, most);
  const first = rows[0];
  if (!first) return null;
  const assumed = rows.some((row) => row.assumed);
  return {
    title: `${first.key}${first.meaning ? ` (${first.meaning})` : ""} explains ${percentText(first.effect)} of the spread of the project's value`,
    lead: "Share of the spread of the project's net present value that goes with each sampled input (squared rank correlation).",
    ...(assumed ? { key: [{ text: "source or method", colour: "#14507d", shape: "box" as const }, { text: "assumption", colour: outside, shape: "box" as const }] } : {}),
    tables: [],
    wide: true,
    draw(width) {
      const marginLeft = Math.min(300, Math.round(width * 0.5));
      return chart({
        width, height: rows.length * 22 + 52, marginLeft, marginRight: 46, marginTop: 4, marginBottom: 42,
        x: { domain: [0, first.effect] }, y: { domain: rows.map((row) => row.key), padding: 0.25, axis: null },
        marks: [
          ...xAxis({ label: "Share of the spread explained (%)", ticks: Math.min(6, width / 100), grid: true }),
          Plot.axisY({ tickSize: 0, label: null, color: ink, fontSize: width < 500 ? 10 : 12, textOverflow: "ellipsis-middle", lineWidth: (marginLeft - 8) / 13 } as Plot.AxisYOptions),
          Plot.barX(rows, { y: "key", x: "effect", fill: (d) => (d.assumed ? outside : "#14507d") }),
          Plot.text(rows, { y: "key", x: "effect", text: (d) => percentText(d.effect), textAnchor: "start", dx: 5, fill: ink }),
          Plot.ruleX([0], { stroke: ink }),
        ],
      });
    },
  };
}
