// Each pit from above and in a vertical section: pushbacks, and the probability that a block is ore.

import { chart, Plot, xAxis, yAxis } from "../chart";
import { finite, num, only, type Report, type Table, word } from "../data";
import { element } from "../dom";
import { type Figure, multiples } from "../figure";
import { number, percentText } from "../format";
import { ink, mark } from "../theme";
import { depositsIn } from "./resource";

interface Block {
  x: number;
  z: number;
  pushback: number; // 0 or missing: left in the ground
  ore: number; // probability, 0-1
}

interface Section {
  blocks: Block[];
  dx: number;
  dz: number;
}

const pushbackColours = ["#7c5295", "#e3c5a0", "#4c8a8f", "#d9a441", "#b7c9d9", "#8c4a3c", "#a9b56b", "#5a6472"];

function spacing(values: readonly number[]): number {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, i) => value - (sorted[i] ?? value)).filter((gap) => gap > 1e-9);
  return gaps.length > 0 ? Math.min(...gaps) : 10;
}

function sectionOf(table: Table, deposit: string): Section {
  const share = table.columns.some((column) => column.name === "probability_ore" && column.unit === "%") ? 0.01 : 1;
  const blocks = table.rows.filter((row) => row["deposit"] === deposit).map((row) => ({
    x: num(row, "x"), z: num(row, "z"), pushback: num(row, "pushback") || Number(word(row, "pushback")) || 0, ore: num(row, "probability_ore") * share,
  })).filter((block) => Number.isFinite(block.x) && Number.isFinite(block.z));
  return { blocks, dx: spacing(blocks.map((b) => b.x)), dz: spacing(blocks.map((b) => b.z)) };
}

function place(x: number, z: number, dx: number, dz: number): string {
  return `${Math.round(x / dx * 2)} ${Math.round(z / dz * 2)}`;
}

// The lines between blocks of different pushbacks.
function borders({ blocks, dx, dz }: Section): { x1: number; x2: number; z1: number; z2: number }[] {
  const at = new Map(blocks.map((block) => [place(block.x, block.z, dx, dz), block.pushback]));
  return blocks.flatMap((block) => {
    const lines = [];
    if ((at.get(place(block.x + dx, block.z, dx, dz)) ?? 0) !== block.pushback)
      lines.push({ x1: block.x + dx / 2, x2: block.x + dx / 2, z1: block.z - dz / 2, z2: block.z + dz / 2 });
    const above = at.get(place(block.x, block.z + dz, dx, dz));
    if (block.pushback > 0 && at.get(place(block.x, block.z - dz, dx, dz)) === undefined)
      lines.push({ x1: block.x - dx / 2, x2: block.x + dx / 2, z1: block.z - dz / 2, z2: block.z - dz / 2 });
    if (above === undefined ? block.pushback > 0 : above !== block.pushback)
      lines.push({ x1: block.x - dx / 2, x2: block.x + dx / 2, z1: block.z + dz / 2, z2: block.z + dz / 2 });
    if (block.pushback > 0 && at.get(place(block.x - dx, block.z, dx, dz)) === undefined)
      lines.push({ x1: block.x - dx / 2, x2: block.x - dx / 2, z1: block.z - dz / 2, z2: block.z + dz / 2 });
    return lines;
  });
}

function centres({ blocks, dx, dz }: Section): { x: number; z: number; text: string }[] {
  const numbers = [...new Set(blocks.map((b) => b.pushback))].filter((p) => p > 0);
  return numbers.map((pushback) => {
    // The block of the pushback that is farthest from its border.
    const own = new Set(blocks.filter((block) => block.pushback === pushback).map((block) => place(block.x, block.z, dx, dz)));
    const run = (block: Block, sx: number, sz: number) => {
      let steps = 0;
      while (steps < 40 && own.has(place(block.x + (steps + 1) * sx * dx, block.z + (steps + 1) * sz * dz, dx, dz))) ++steps;
      return steps;
    };
    let best = { x: 0, z: 0, room: -1 };
    for (const block of blocks.filter((one) => one.pushback === pushback)) {
      const across = Math.min(run(block, 1, 0), run(block, -1, 0)), along = Math.min(run(block, 0, 1), run(block, 0, -1));
      const room = Math.min(across, along) * 100 + across + along;
      if (room > best.room) best = { x: block.x, z: block.z, room };
    }
    return { x: best.x, z: best.z, text: String(pushback) };
  });
}

function draw(section: Section, width: number, fill: (block: Block) => string, keep: (block: Block) => boolean, labels: boolean): Element {
  const { blocks, dx, dz } = section;
  const xs = blocks.map((b) => b.x), zs = blocks.map((b) => b.z);
  const x0 = Math.min(...xs) - dx / 2, x1 = Math.max(...xs) + dx / 2;
  const z0 = Math.min(...zs) - dz / 2, z1 = Math.max(...zs) + dz / 2;
  const inner = width - 52 - 10;
  // True to scale unless that would make a ribbon or a tower.
  const tall = Math.min(Math.max(inner * (z1 - z0) / (x1 - x0), 120), 420);
  return chart({
    width, height: tall + 26 + 44, marginRight: 10, marginBottom: 44,
    x: { domain: [x0, x1] }, y: { domain: [z0, z1] },
    marks: [
      ...yAxis({ label: "Elevation (metres)", grid: false }), ...xAxis({ label: "Along the section (metres)", ticks: width / 80 }),
      Plot.rect(blocks.filter(keep), { x1: (b: Block) => b.x - dx / 2, x2: (b: Block) => b.x + dx / 2, y1: (b: Block) => b.z - dz / 2, y2: (b: Block) => b.z + dz / 2,
        fill, shapeRendering: "crispEdges" }),
      Plot.link(borders(section), { x1: "x1", x2: "x2", y1: "z1", y2: "z2", stroke: ink, strokeWidth: 1 }),
      labels ? Plot.text(centres(section), { x: "x", y: "z", text: "text", fontWeight: 700, fill: ink, stroke: "white", strokeWidth: 4, fontSize: 13 }) : null,
    ],
  });
}

// Pale to dark with probability; lightness falls all the way.
function probabilityColour(p: number): string {
  const stops = [[247, 243, 233], [214, 206, 160], [120, 170, 130], [45, 110, 115], [20, 50, 80]];
  const t = Math.min(1, Math.max(0, p)) * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(t));
  const a = stops[i] ?? [0, 0, 0], b = stops[i + 1] ?? a;
  return `rgb(${a.map((c, k) => Math.round(c + ((b[k] ?? c) - c) * (t - i))).join(",")})`;
}

function ramp(): HTMLElement {
  const bar = element("span", { class: "ramp" });
  bar.style.background = `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1].map(probabilityColour).join(",")})`;
  return element("p", { class: "scale" }, "never ore (0 %) ", bar, " always ore (100 %)");
}

// The pit from above: pushbacks where they open the surface, the body's outline, the line of the section.
function fromAbove(table: Table, deposit: string, width: number): Element {
  const rows = table.rows.filter((row) => row["deposit"] === deposit);
  const cells = rows.map((row) => ({ x: num(row, "x"), y: num(row, "y"), pushback: num(row, "pushback") || 0, body: num(row, "body") === 1 }));
  const xs = cells.map((c) => c.x), ys = cells.map((c) => c.y);
  const dx = spacing(xs), dy = spacing(ys);
  const x0 = Math.min(...xs) - dx / 2, x1 = Math.max(...xs) + dx / 2, y0 = Math.min(...ys) - dy / 2, y1 = Math.max(...ys) + dy / 2;
  const inner = width - 52 - 10;
  const unit = Math.min(inner / (x1 - x0), 420 / (y1 - y0)); // pixels a metre, the same both ways
  const spare = (inner - unit * (x1 - x0)) / 2 / unit;
  const body = { blocks: cells.map((c) => ({ x: c.x, z: c.y, pushback: c.body ? 1 : 0, ore: 0 })), dx, dz: dy };
  const at = num(rows[0] ?? {}, "section_y");
  const rect = { x1: (c: { x: number }) => c.x - dx / 2, x2: (c: { x: number }) => c.x + dx / 2, y1: (c: { y: number }) => c.y - dy / 2, y2: (c: { y: number }) => c.y + dy / 2 };
  return chart({
    width, height: unit * (y1 - y0) + 26 + 44, marginRight: 10, marginBottom: 44, x: { domain: [x0 - spare, x1 + spare] }, y: { domain: [y0, y1] },
    marks: [
      ...yAxis({ label: "North (metres)", grid: false }), ...xAxis({ label: "East (metres)", ticks: width / 80 }),
      Plot.rect(cells.filter((c) => c.pushback > 0), { ...rect, fill: (c: { pushback: number }) => pushbackColour(c.pushback), shapeRendering: "crispEdges" }),
      Plot.link(borders(body), { x1: "x1", x2: "x2", y1: "z1", y2: "z2", stroke: ink, strokeWidth: 1.4 }),
      Number.isFinite(at) ? [Plot.ruleY([at], { stroke: mark, strokeDasharray: "6 3", strokeWidth: 1.4 }),
        Plot.text([at], { y: (d: number) => d, frameAnchor: "right", dy: -8, dx: -2, text: () => "section", fill: mark, stroke: "white", strokeWidth: 3, fontWeight: 600 })] : null,
    ],
  });
}

function pushbackColour(pushback: number): string {
  return pushbackColours[(pushback - 1) % pushbackColours.length] ?? "#ccc";
}

const panelNames = { above: "From above; black line: the body", pushbacks: "Section: pushbacks", ore: "Section: probability of being ore" } as const;

export function sections(report: Report, table: Table, above: Table | undefined): Figure[] {
  return depositsIn(report, table).map((deposit) => {
    const section = sectionOf(table, deposit.id);
    const inPit = section.blocks.filter((block) => block.pushback > 0);
    const sure = finite(inPit.map((block) => block.ore));
    const mean = sure.reduce((sum, p) => sum + p, 0) / (sure.length || 1);
    const inPlan = (above?.rows ?? []).filter((row) => row["deposit"] === deposit.id);
    const numbers = [...inPit.map((block) => block.pushback), ...inPlan.map((row) => num(row, "pushback")).filter((p) => p > 0)];
    const count = new Set(numbers).size;
    const depth = Math.max(0, ...finite(inPlan.map((row) => num(row, "depth"))));
    const panels = (["above", "pushbacks", "ore"] as const).filter((kind) => kind !== "above" || inPlan.length > 0);
    return {
      title: `${deposit.name}: ${count} pushback${count === 1 ? "" : "s"}${depth > 0 ? ` down to ${number(depth)} m` : ""}; of the pit's blocks in the section ${percentText(100 * mean)} are ore on average`,
      lead: "The pit from above and in the section that cuts most of it: pushbacks in the order they are mined, and in how many realisations a block is ore.",
      tables: [only(table, (row) => row["deposit"] === deposit.id), ...(above ? [only(above, (row) => row["deposit"] === deposit.id)] : [])],
      wide: true,
      draw: (width: number) => multiples(panels, width, (kind, w) => {
        if (kind === "above" && above) return fromAbove(above, deposit.id, w);
        if (kind === "pushbacks") return draw(section, w, (block) => pushbackColour(block.pushback), (block) => block.pushback > 0, true);
        const box = element("div", {}, draw(section, w, (block) => probabilityColour(block.ore), (block) => Number.isFinite(block.ore), false), ramp());
        return box;
      }, (kind) => ({ text: panelNames[kind] })),
    };
  });
}
