// A figure: its finding as the title, the picture, and its table one click away. Pictures are drawn for
// the width they get, again when that changes, and for paper before printing.

import type { Report, Table } from "./data";
import { element, shape } from "./dom";
import { dataTable } from "./table";

export interface KeyEntry {
  readonly text: string;
  readonly colour: string;
  readonly shape: "box" | "line" | "band";
  readonly dash?: string;
}

// What the reader may choose of a figure, which is then drawn again.
export interface Choice {
  readonly name: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  chosen: string; // an id
}

export interface Figure {
  readonly title: string; // the finding
  readonly lead?: string; // what is drawn
  readonly key?: readonly KeyEntry[];
  readonly note?: string;
  readonly choices?: readonly Choice[];
  readonly said?: () => string; // the picture in words; follows the choices
  readonly drawPaper?: (width: number) => Element; // on paper, where nothing can be chosen
  readonly tables: readonly Table[];
  readonly wide?: boolean; // the whole width of the page
  readonly paperWide?: boolean; // the same, on paper only
  draw(width: number): Element;
}

interface Canvas {
  readonly box: HTMLElement;
  readonly draw: (width: number) => Element;
  width: number;
}

const canvases: Canvas[] = [];
const paperWidth = 686; // A4 less margins, CSS pixels
const paperGap = 24;

function redraw(canvas: Canvas, width: number): void {
  if (width < 1 || width === canvas.width) return;
  canvas.width = width;
  try {
    canvas.box.replaceChildren(canvas.draw(width));
  } catch (error) {
    // One picture that fails leaves the rest of the report readable.
    console.error(error);
    canvas.box.replaceChildren(element("p", { class: "reason" }, "This picture could not be drawn; its table stands below."));
  }
}

function drawAll(): void {
  for (const canvas of canvases) redraw(canvas, Math.floor(canvas.box.clientWidth));
}

function drawForPaper(): void {
  for (const canvas of canvases)
    redraw(canvas, canvas.box.closest(".wide, .alone, .paper-wide") ? paperWidth : Math.floor((paperWidth - paperGap) / 2));
}

// Says of each wide table that it goes on to the right; a shadow at its edge says so too (report.css).
function markScrolling(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".scroll"))
    box.classList.toggle("goes-on", box.clientWidth > 0 && box.scrollWidth > box.clientWidth + 4);
}

export function startDrawing(): void {
  drawAll();
  markScrolling();
  addEventListener("toggle", markScrolling, true); // a table that was closed has no width before
  let pending = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => {
      drawAll();
      markScrolling();
    });
  });
  addEventListener("beforeprint", drawForPaper);
  addEventListener("afterprint", drawAll);
}

// A box that is drawn for its width.
export function canvas(draw: (width: number) => Element, kind = ""): HTMLElement {
  const box = element("div", { class: kind ? `canvas ${kind}` : "canvas" });
  canvases.push({ box, draw, width: 0 });
  return box;
}

function drawAgain(box: HTMLElement): void {
  const canvas = canvases.find((one) => one.box === box);
  if (!canvas) return;
  canvas.width = 0;
  redraw(canvas, Math.floor(box.clientWidth));
}

// One list to choose from for each choice that there is.
function choosing(choices: readonly Choice[], changed: () => void): HTMLElement | null {
  const real = choices.filter((choice) => choice.options.length > 1);
  if (real.length === 0) return null;
  return element("div", { class: "choices not-on-paper" }, ...real.map((choice) => {
    const list = element("select", {}, ...choice.options.map((option) => element("option", { value: option.id }, option.text)));
    list.value = choice.chosen;
    list.addEventListener("change", () => {
      choice.chosen = list.value;
      changed();
    });
    return element("label", {}, choice.name, list);
  }));
}

function keySample(entry: KeyEntry): HTMLElement {
  const sample = element("span", { class: `sample ${entry.shape}` });
  if (entry.shape !== "line") {
    sample.style.background = entry.colour;
    return sample;
  }
  sample.append(shape("svg", { width: 28, height: 10 },
    shape("line", { x1: 0, x2: 28, y1: 5, y2: 5, stroke: entry.colour, "stroke-width": 2.4, "stroke-dasharray": entry.dash || "none" })));
  return sample;
}

export function key(entries: readonly KeyEntry[]): HTMLElement {
  const list = element("ul", { class: "key" });
  for (const entry of entries) list.append(element("li", {}, keySample(entry), entry.text));
  return list;
}

function behind(report: Report, tables: readonly Table[]): HTMLElement | null {
  if (tables.length === 0) return null;
  const names = tables.map((table) => `${table.name}.csv`).join(", ");
  const details = element("details", {}, element("summary", {}, "Table", element("span", { class: "file" }, names)));
  details.addEventListener("toggle", () => {
    if (!details.open || details.querySelector(".data")) return;
    for (const table of tables) details.append(dataTable(report, table));
  });
  return details;
}

export function figure(report: Report, spec: Figure): HTMLElement {
  const wide = spec.wide ?? false;
  const picture = canvas((width) => spec.draw(width), spec.drawPaper ? "not-on-paper" : "");
  const said = spec.said ? element("p", { class: "said not-on-paper", "aria-live": "polite" }, spec.said()) : null;
  return element("figure", { class: wide ? "wide" : spec.paperWide ? "paper-wide" : "half" },
    element("figcaption", {}, spec.title),
    spec.lead ? element("p", { class: "lead" }, spec.lead) : null,
    spec.key ? key(spec.key) : null,
    spec.choices ? choosing(spec.choices, () => {
      drawAgain(picture);
      if (spec.said) said?.replaceChildren(spec.said());
    }) : null,
    picture,
    said,
    spec.drawPaper ? canvas(spec.drawPaper, "paper-only") : null,
    spec.note ? element("p", { class: "note" }, spec.note) : null,
    behind(report, spec.tables));
}

// The same picture once for each item, on common scales, side by side where there is room.
export function multiples<T>(items: readonly T[], width: number, draw: (item: T, width: number) => Element,
  title?: (item: T) => { text: string; colour?: string }, narrowest = 300): HTMLElement {
  const gap = 24;
  const columns = Math.max(1, Math.min(items.length, Math.floor((width + gap) / (narrowest + gap))));
  const each = Math.floor((width - gap * (columns - 1)) / columns);
  const box = element("div", { class: "multiples" });
  box.style.gridTemplateColumns = `repeat(${columns}, ${each}px)`;
  for (const item of items) {
    const panel = element("div", { class: "panel" });
    if (title && items.length > 0) {
      const { text, colour } = title(item);
      const head = element("h4", {}, text);
      if (colour) {
        const swatch = element("span", { class: "sample box" });
        swatch.style.background = colour;
        head.prepend(swatch);
      }
      if (text) panel.append(head);
    }
    panel.append(draw(item, each));
    box.append(panel);
  }
  return box;
}
