// The plants as they stand: stages from top to bottom, what goes on drawn down, products drawn to the right.

import { Plot, chart } from "../chart";
import { group, num, type Report, type Row, type Table, word } from "../data";
import { type Figure, multiples } from "../figure";
import { fixed, formula, number, words } from "../format";
import { depositColour, depositName, faint, ink, mute } from "../theme";

interface Box {
  name: string;
  kind: string;
  feed: number;
  laws: string[];
  product: string; // empty: goes on to the next stage
  made: number;
  rest: string;
}

function boxesOf(rows: readonly Row[]): Box[] {
  const stages = group(rows, (row) => word(row, "stage"));
  const names = new Set([...stages.values()].map((own) => word(own[0] as Row, "name")));
  return [...stages.values()].map((own) => {
    const row = own[0] as Row;
    const splits = word(row, "rest_to") !== "";
    return {
      name: word(row, "name"), kind: word(row, "kind"), feed: num(row, "feed"),
      laws: splits ? own.map((one) => `${fixed(num(one, "recovery"), 0)} % of ${formula(word(one, "element"))}`) : [],
      product: names.has(word(row, "made_to")) ? "" : word(row, "made_to"), made: num(row, "made"),
      rest: word(row, "rest_to"),
    };
  });
}

function draw(boxes: readonly Box[], colour: string, width: number): Element {
  const step = 74, top = 30, height = top + step * boxes.length + 30;
  const right = Math.round(width * 0.56), wide = right - 8;
  const y = (i: number) => top + i * step;
  const text = (x: number, at: number, lines: readonly string[], options: object = {}) => Plot.text([lines.join("\n")], {
    x: () => x, y: () => at, text: (d: string) => d, textAnchor: "start", lineAnchor: "top", fill: ink, lineHeight: 1.2, ...options,
  });
  const arrow = (x1: number, y1: number, x2: number, y2: number) => Plot.arrow([0], { x1: () => x1, y1: () => y1, x2: () => x2, y2: () => y2, stroke: mute, strokeWidth: 1.5, headLength: 7 });
  return chart({
    width, height, marginLeft: 0, marginRight: 0, marginTop: 0, marginBottom: 0,
    x: { domain: [0, width], range: [0, width], axis: null }, y: { domain: [0, height], range: [0, height], axis: null },
    marks: [
      text(wide / 2 + 8, 2, [`ore, ${number(boxes[0]?.feed ?? 0)} kt a year`], { fill: mute }),
      boxes.map((box, i) => [
        arrow(wide / 2, i === 0 ? 2 : y(i - 1) + 48, wide / 2, y(i) - 2),
        Plot.rect([0], { x1: () => 0, x2: () => wide, y1: () => y(i), y2: () => y(i) + 46, fill: "white", stroke: colour, strokeWidth: 1.6 }),
        text(7, y(i) + 6, [box.name], { fontWeight: 600, fontSize: wide < 210 ? 11 : 12, lineWidth: (wide - 12) / 12.6, textOverflow: "ellipsis" }),
        text(7, y(i) + 24, [box.laws.join(", ") || box.kind], { fill: mute, lineWidth: (wide - 12) / 11, textOverflow: "ellipsis" }),
        box.product ? [arrow(wide + 1, y(i) + 23, wide + 24, y(i) + 23),
          text(wide + 30, y(i) + 5, [box.product, `${fixed(box.made, 1)} kt a year`], { lineWidth: (width - wide - 32) / 12.5, fontSize: 11.5 })] : null,
      ]),
      arrow(wide / 2, y(boxes.length - 1) + 48, wide / 2, y(boxes.length) - 2),
      text(8, y(boxes.length) + 2, ["tails"], { fill: mute }),
      Plot.ruleY([y(boxes.length)], { x1: 0, x2: wide, stroke: faint }),
    ],
  });
}

export function flowsheet(report: Report, table: Table): Figure {
  const plants = [...group(table.rows, (row) => word(row, "deposit"))].map(([id, rows]) => ({ id, boxes: boxesOf(rows) }));
  const stages = plants.reduce((sum, plant) => sum + plant.boxes.length, 0);
  return {
    title: `${words(number(stages))} stages in ${number(plants.length)} ${plants.length === 1 ? "mill" : "mills"}`,
    lead: "Each stage with what it recovers of its own feed, and what leaves the mill; at full rate, base values, after learning. What is not recovered goes on down.",
    tables: [table, ...["products"].flatMap((name) => report.table(name) ?? [])],
    wide: plants.length > 1,
    draw: (width) => multiples(plants, width, (plant, w) => draw(plant.boxes, depositColour(report, plant.id), w),
      (plant) => ({ text: depositName(report, plant.id), colour: depositColour(report, plant.id) })),
  };
}
