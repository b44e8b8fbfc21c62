// A deposit with drill holes: what the samples are like, how the model follows them, what it holds.

import { chart, domain, nearest, Plot, xAxis, yAxis } from "../chart";
import { distinct, finite, num, only, type Report, type Row, type Table, word } from "../data";
import { element } from "../dom";
import { type Figure, multiples } from "../figure";
import { clauses, listed, lowerFirst, number, percentText, words } from "../format";
import { depositColour, faint, ink, mark, mute } from "../theme";
import { depositsIn } from "./resource";

const kriging = "#14507d", power = "#e08214", nearestColour = "#6fb59b", samples = ink;

function of(table: Table, deposit: string): readonly Row[] {
  return table.rows.filter((row) => row["deposit"] === deposit);
}

// Grades of the composites: histogram above, log-probability below, a column for each domain.
export function grades(report: Report, histogram: Table, curve: Table): Figure[] {
  return depositsIn(report, histogram).map((deposit) => {
    const bins = of(histogram, deposit.id), points = of(curve, deposit.id);
    const domains = distinct(bins.map((row) => word(row, "domain")));
    const median = (name: string) => {
      const own = points.filter((row) => word(row, "domain") === name);
      return own.length > 0 ? num(own.reduce((a, b) => (Math.abs(num(b, "below") - 50) < Math.abs(num(a, "below") - 50) ? b : a)), "grade") : NaN;
    };
    const count = (name: string) => bins.filter((row) => word(row, "domain") === name).reduce((sum, row) => sum + num(row, "composites"), 0);
    const panels = domains.flatMap((name) => [{ name, kind: "bars" as const }, { name, kind: "curve" as const }]);
    return {
      title: `${deposit.name}: half of the composites lie above ${listed(domains.map((name) => `${number(median(name))}${"\u00a0"}% (${words(name)})`))}`,
      lead: "Grades of the composites by domain, declustered: histogram, and cumulative share on a logarithmic scale of grade, where a lognormal law is a straight line.",
      tables: [only(histogram, (row) => row["deposit"] === deposit.id), only(curve, (row) => row["deposit"] === deposit.id)],
      wide: true,
      draw: (width) => multiples(panels, width, ({ name, kind }, w) => (kind === "bars"
        ? bars(bins.filter((row) => word(row, "domain") === name), depositColour(report, deposit.id), w)
        : probability(points.filter((row) => word(row, "domain") === name), depositColour(report, deposit.id), w)),
      ({ name, kind }) => ({ text: kind === "bars" ? `${words(name)}: ${number(count(name))} composites` : `${words(name)}: cumulative` }), 400),
    };
  });
}

function bars(rows: readonly Row[], colour: string, width: number): Element {
  return chart({
    width, height: 220, marginBottom: 44,
    x: { domain: [0, Math.max(...rows.map((row) => num(row, "high")))] }, y: { domain: domain(rows.map((row) => num(row, "share"))) },
    marks: [
      ...yAxis({ label: "Share of composites (%)" }), ...xAxis({ label: "Grade (%); last bar: and above", ticks: width / 80 }),
      Plot.rectY(rows, { x1: (row: Row) => num(row, "low"), x2: (row: Row) => num(row, "high"), y: (row: Row) => num(row, "share"), fill: colour, insetRight: 1 }),
      Plot.ruleY([0], { stroke: ink }),
    ],
  });
}

const marks = [0.1, 1, 5, 20, 50, 80, 95, 99, 99.9];

// The normal law's quantile to some 0.0002, for the ticks of an axis (Bowling et al. 2009).
function quantile(p: number): number {
  let low = -6, high = 6;
  const below = (z: number) => 1 / (1 + Math.exp(-1.5976 * z - 0.07056 * z ** 3));
  for (let i = 0; i < 50; ++i) {
    const middle = (low + high) / 2;
    if (below(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}

function probability(rows: readonly Row[], colour: string, width: number): Element {
  const points = rows.map((row) => ({ grade: num(row, "grade"), y: num(row, "normal_quantile") })).filter((p) => p.grade > 0 && Number.isFinite(p.y));
  const ys = points.map((p) => p.y), low = Math.min(...ys, -2), high = Math.max(...ys, 2);
  const ticks = marks.map((share) => ({ share, y: quantile(share / 100) })).filter((t) => t.y >= low && t.y <= high);
  return chart({
    width, height: 220, marginBottom: 44,
    x: { type: "log" }, y: { domain: [low, high] },
    marks: [
      Plot.ruleY(ticks, { y: "y", stroke: faint, strokeOpacity: 0.7 }),
      Plot.axisY(ticks.map((t) => t.y), { tickSize: 0, tickFormat: (y: number) => number(ticks.find((t) => t.y === y)?.share ?? NaN), label: "Share below (%)", labelArrow: "none", labelAnchor: "top", color: mute }),
      ...xAxis({ label: "Grade (%)", ticks: Math.max(2, width / 110), format: (v: number) => (/^[125]/.test(String(v).replace(/^[0.]+/, "")) ? number(v) : "") }),
      Plot.dot(points, { x: "grade", y: "y", r: 1.6, fill: colour }),
    ],
  });
}

// Kriging, its checks and the composites, slice by slice along each axis.
export function swath(report: Report, table: Table): Figure[] {
  return depositsIn(report, table).map((deposit) => {
    // The domain that holds most metal.
    const metal = (name: string) => of(table, deposit.id).filter((row) => word(row, "domain") === name).reduce((sum, row) => sum + num(row, "tonnes") * num(row, "kriging"), 0);
    const main = distinct(of(table, deposit.id).map((row) => word(row, "domain"))).reduce((a, b) => (metal(b) > metal(a) ? b : a));
    const rows = of(table, deposit.id).filter((row) => word(row, "domain") === main);
    const weighted = (column: string) => {
      const all = rows.filter((row) => word(row, "direction") === "easting" && Number.isFinite(num(row, column)));
      const tonnes = all.reduce((sum, row) => sum + num(row, "tonnes"), 0);
      return all.reduce((sum, row) => sum + num(row, "tonnes") * num(row, column), 0) / tonnes;
    };
    const directions = distinct(rows.map((row) => word(row, "direction")));
    const top = Math.max(...finite(rows.flatMap((row) => ["kriging", "inverse_distance", "nearest", "composites"].map((name) => num(row, name)))));
    return {
      title: `${deposit.name}, ${words(main)}: kriging gives ${number(weighted("kriging"))}${"\u00a0"}% on average, inverse distance ${number(weighted("inverse_distance"))}${"\u00a0"}%, the nearest sample ${number(weighted("nearest"))}${"\u00a0"}%`,
      lead: "Mean grade of the estimated blocks of the domain that holds most metal, in slices, by three estimators, and of the composites in them; bars: tonnes of the slice.",
      key: [{ text: "kriging", colour: kriging, shape: "line" }, { text: "inverse distance", colour: power, shape: "line", dash: "7 3" },
        { text: "nearest sample", colour: nearestColour, shape: "line", dash: "2 3" }, { text: "composites", colour: samples, shape: "box" }, { text: "tonnes (relative)", colour: faint, shape: "box" }],
      tables: [only(table, (row) => row["deposit"] === deposit.id)],
      wide: true,
      draw: (width) => multiples(directions, width, (direction, w) => {
        const own = rows.filter((row) => word(row, "direction") === direction).map((row) => ({
          at: num(row, "at"), tonnes: num(row, "tonnes"), kriging: num(row, "kriging"), power: num(row, "inverse_distance"), nearest: num(row, "nearest"), composites: num(row, "composites"),
        })).sort((a, b) => a.at - b.at);
        const most = Math.max(...own.map((slice) => slice.tonnes));
        const gap = own.length > 1 ? ((own[own.length - 1]?.at ?? 0) - (own[0]?.at ?? 0)) / (own.length - 1) : 10;
        const line = (column: "kriging" | "power" | "nearest", colour: string, dash: string) =>
          Plot.line(own.filter((slice) => Number.isFinite(slice[column])), { x: "at", y: column, stroke: colour, strokeWidth: 2, strokeDasharray: dash });
        return chart({
          width: w, height: 240, marginBottom: 44, y: { domain: [0, top * 1.08] },
          marks: [
            ...yAxis({ label: "Mean grade (%)" }), ...xAxis({ label: `${words(direction)} (metres)`, ticks: w / 80 }),
            Plot.rect(own, { x1: (d) => d.at - gap / 2, x2: (d) => d.at + gap / 2, y1: () => 0, y2: (d) => d.tonnes / most * top * 0.35, fill: faint, fillOpacity: 0.5, insetRight: 1 }),
            line("nearest", nearestColour, "2 3"), line("power", power, "7 3"), line("kriging", kriging, "none"),
            Plot.dot(own.filter((slice) => Number.isFinite(slice.composites)), { x: "at", y: "composites", r: 3, fill: samples, stroke: "white", strokeWidth: 0.7 }),
            Plot.ruleY([0], { stroke: ink }),
          ],
        });
      }, (direction) => ({ text: words(direction) }), 200),
    };
  });
}

interface Curve {
  cutOff: number;
  kriged: number;
  krigedGrade: number;
  corrected: number;
  correctedGrade: number;
}

// Tonnes and grade above cut-offs as kriged and as blocks of this size are.
export function support(report: Report, table: Table): Figure {
  const deposits = depositsIn(report, table);
  // From the least cut-off of the resource table on: below it barren rock would hide the ore.
  const least = (id: string) => Math.min(...of(report.table("resource") ?? table, id).map((row) => num(row, "cut_off")).filter((cut) => cut > 0));
  const curve = (id: string): Curve[] => of(table, id).filter((row) => num(row, "cut_off") >= least(id)).map((row) => ({
    cutOff: num(row, "cut_off"), kriged: num(row, "kriged_tonnes"), krigedGrade: num(row, "kriged_grade"), corrected: num(row, "corrected_tonnes"), correctedGrade: num(row, "corrected_grade"),
  })).sort((a, b) => a.cutOff - b.cutOff);
  // Where the two grades differ most among cut-offs that leave a fifth of the tonnes.
  const apart = (id: string) => {
    const all = curve(id).filter((row) => row.corrected > 0.2 * (curve(id)[0]?.corrected ?? 0) && Number.isFinite(row.krigedGrade));
    return all.reduce<Curve | undefined>((a, b) => (!a || Math.abs(b.correctedGrade - b.krigedGrade) > Math.abs(a.correctedGrade - a.krigedGrade) ? b : a), undefined);
  };
  return {
    title: clauses(deposits, (deposit) => {
      const at = apart(deposit.id);
      return at ? `above ${number(at.cutOff)}${"\u00a0"}% blocks hold ${number(at.correctedGrade)}${"\u00a0"}%, kriging alone says ${number(at.krigedGrade)}${"\u00a0"}%` : "no tonnage";
    }),
    lead: "Tonnes above a cut-off and their mean grade, classified blocks: with the spread of blocks of this size (discrete Gaussian model), and as kriged, which is smoother.",
    key: [{ text: "with the spread of blocks", colour: ink, shape: "line" }, { text: "as kriged", colour: ink, shape: "line", dash: "6 3" }],
    tables: [table],
    wide: deposits.length > 1,
    draw: (width) => multiples(deposits, width, (deposit, w) => {
      const rows = curve(deposit.id), colour = depositColour(report, deposit.id);
      const tonnes = Math.max(...finite(rows.flatMap((row) => [row.kriged, row.corrected])));
      const grade = Math.max(...finite(rows.flatMap((row) => [row.krigedGrade, row.correctedGrade])));
      const times = nearest(grade / tonnes);
      const line = (column: (row: Curve) => number, stroke: string, dash: string) =>
        Plot.line(rows.filter((row) => Number.isFinite(column(row))), { x: "cutOff", y: column, stroke, strokeWidth: dash === "none" ? 2.4 : 1.5, strokeDasharray: dash });
      const labelled = rows[Math.floor(rows.length * 0.25)], right = rows[Math.floor(rows.length * 0.6)];
      return chart({
        width: w, height: Math.min(320, Math.max(250, w * 0.6)), marginRight: 56, marginBottom: 44, marginTop: 32,
        x: { domain: [Math.min(...rows.map((row) => row.cutOff)), Math.max(...rows.map((row) => row.cutOff))] }, y: { domain: [0, Math.max(tonnes, grade / times) * 1.05] },
        marks: [
          ...yAxis({ label: w < 460 ? "Tonnage (Mt)" : "Tonnage above cut-off (million tonnes)" }),
          Plot.axisY({ anchor: "right", ticks: 5, tickSize: 0, tickFormat: (v: number) => number(v * times), label: "Grade (%)", labelArrow: "none", labelAnchor: "top", color: mute }),
          ...xAxis({ label: "Cut-off grade (%)", ticks: w / 80 }),
          line((row) => row.kriged, colour, "6 3"), line((row) => row.corrected, colour, "none"),
          line((row) => row.krigedGrade / times, ink, "6 3"), line((row) => row.correctedGrade / times, ink, "none"),
          Plot.ruleY([0], { stroke: ink }),
          labelled ? Plot.text([labelled], { x: "cutOff", y: "corrected", text: () => "tonnes (left)", fill: colour, textAnchor: "start", dx: 8, dy: -8, stroke: "white", strokeWidth: 4, fontWeight: 600 }) : null,
          right ? Plot.text([right], { x: "cutOff", y: (row: Curve) => row.correctedGrade / times, text: () => "grade (right)", fill: ink, textAnchor: "end", dx: -8, dy: -8, stroke: "white", strokeWidth: 4, fontWeight: 600 }) : null,
        ],
      });
    }, (deposit) => ({ text: deposit.name, colour: depositColour(report, deposit.id) })),
  };
}

export function crossValidation(report: Report, table: Table, figures: Table | undefined): Figure {
  const deposits = depositsIn(report, table);
  const figure = (id: string) => figures?.rows.find((row) => row["deposit"] === id) ?? {};
  return {
    title: clauses(deposits, (deposit) => {
      const own = figure(deposit.id);
      return `from the other holes a composite is estimated with a correlation of ${number(num(own, "correlation"))}; mean ${number(num(own, "mean_estimated"))}${"\u00a0"}% against ${number(num(own, "mean_actual"))}${"\u00a0"}%`;
    }),
    lead: "Each composite estimated with its own hole left out. On the dashed line estimate and truth agree; the full line is their regression.",
    tables: figures ? [figures, table] : [table],
    wide: deposits.length > 1,
    draw: (width) => multiples(deposits, width, (deposit, w) => {
      const points = of(table, deposit.id).map((row) => ({ x: num(row, "estimated"), y: num(row, "actual") }));
      const own = figure(deposit.id), slope = num(own, "slope"), at = num(own, "mean_actual") - slope * num(own, "mean_estimated");
      // The few highest grades would press all others into the corner.
      const sorted = points.map((p) => p.y).sort((a, b) => a - b);
      const top = Math.max(...points.map((p) => p.x), sorted[Math.floor(0.99 * (sorted.length - 1))] ?? 1) * 1.05;
      const beyond = points.filter((p) => p.y > top).length;
      const shown = points.filter((p) => p.y <= top);
      return element("div", {}, chart({
        width: w, height: Math.min(w, 360), marginBottom: 44, x: { domain: [0, top] }, y: { domain: [0, top] },
        marks: [
          ...yAxis({ label: "Actual grade (%)" }), ...xAxis({ label: "Estimated grade (%)", ticks: w / 80, grid: true }),
          Plot.dot(shown, { x: "x", y: "y", r: 2, fill: depositColour(report, deposit.id), fillOpacity: 0.45 }),
          Plot.line([[0, 0], [top, top]], { stroke: ink, strokeDasharray: "5 4" }),
          Number.isFinite(slope) ? Plot.line([[0, at], [top, at + slope * top]].filter((p) => (p[1] ?? 0) <= top && (p[1] ?? 0) >= 0).length > 1 ? [[0, at], [top, at + slope * top]] : [[Math.max(0, -at / slope), Math.max(0, at)], [Math.min(top, (top - at) / slope), Math.min(top, at + slope * top)]], { stroke: mark, strokeWidth: 1.6 }) : null,
        ],
      }), element("p", { class: "note" }, `${number(num(own, "composites"))} composites; slope ${number(slope)}; root mean square error ${number(num(own, "root_mean_square_error"))}${"\u00a0"}%${beyond > 0 ? `; ${beyond} lie above the frame` : ""}.`));
    }, (deposit) => ({ text: deposit.name, colour: depositColour(report, deposit.id) })),
  };
}

// Pale to dark with grade; lightness falls all the way.
function gradeColour(share: number): string {
  const stops = [[246, 243, 236], [240, 214, 150], [222, 150, 80], [170, 70, 60], [80, 20, 60]];
  const t = Math.min(1, Math.max(0, share)) * (stops.length - 1), i = Math.min(stops.length - 2, Math.floor(t));
  const a = stops[i] ?? [0, 0, 0], b = stops[i + 1] ?? a;
  return `rgb(${a.map((c, k) => Math.round(c + ((b[k] ?? c) - c) * (t - i))).join(",")})`;
}

const classColours = ["#1f5f58", "#6fb59b", "#d7e8dc", "#b7c9d9"];

function spacing(values: readonly number[]): number {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, i) => value - (sorted[i] ?? value)).filter((gap) => gap > 1e-9);
  return gaps.length > 0 ? Math.min(...gaps) : 10;
}

// The section through model and holes: grades, and classes.
export function modelSection(report: Report, blocks: Table, holes: Table | undefined): Figure[] {
  return depositsIn(report, blocks).map((deposit) => {
    const rows = of(blocks, deposit.id), drilled = holes ? of(holes, deposit.id) : [];
    const cells = rows.map((row) => ({ x: num(row, "x"), z: num(row, "z"), grade: num(row, "grade"), confidence: word(row, "class") }));
    const lines = drilled.map((row) => ({ x1: num(row, "x_start"), z1: num(row, "z_start"), x2: num(row, "x_end"), z2: num(row, "z_end"), grade: num(row, "grade") }));
    const sorted = finite(cells.map((cell) => cell.grade)).sort((a, b) => a - b);
    const top = sorted[Math.floor(0.98 * (sorted.length - 1))] || 1;
    const classes = distinct(classesOf(report, deposit.id, cells.map((cell) => cell.confidence)));
    const dx = spacing(cells.map((cell) => cell.x)), dz = spacing(cells.map((cell) => cell.z));
    const xs = [...cells.map((cell) => cell.x)], zs = cells.map((cell) => cell.z);
    const x0 = Math.min(...xs) - dx / 2, x1 = Math.max(...xs) + dx / 2, z0 = Math.min(...zs) - dz / 2, z1 = Math.max(...zs) + dz / 2;
    const sure = cells.filter((cell) => cell.confidence !== "").length / cells.length;
    const count = distinct(drilled.map((row) => word(row, "hole"))).length;
    const draw = (kind: "grade" | "class", width: number) => {
      const tall = Math.min(Math.max((width - 62) * (z1 - z0) / (x1 - x0), 120), 420);
      const rect = { x1: (c: { x: number }) => c.x - dx / 2, x2: (c: { x: number }) => c.x + dx / 2, y1: (c: { z: number }) => c.z - dz / 2, y2: (c: { z: number }) => c.z + dz / 2, shapeRendering: "crispEdges" };
      const fill = (cell: { grade: number; confidence: string }) => (kind === "grade" ? gradeColour(cell.grade / top)
        : cell.confidence === "" ? "#efefef" : classColours[classes.indexOf(cell.confidence) % classColours.length] ?? "#ccc");
      return chart({
        width, height: tall + 26 + 44, marginRight: 10, marginBottom: 44, x: { domain: [x0, x1] }, y: { domain: [z0, z1] }, clip: true,
        marks: [
          ...yAxis({ label: "Elevation (metres)", grid: false }), ...xAxis({ label: "Along the section (metres)", ticks: width / 80 }),
          Plot.rect(cells, { ...rect, fill }),
          Plot.link(lines, { x1: "x1", y1: "z1", x2: "x2", y2: "z2", stroke: "white", strokeWidth: kind === "grade" ? 6 : 3, clip: true }),
          Plot.link(lines, { x1: "x1", y1: "z1", x2: "x2", y2: "z2", stroke: kind === "grade" ? ((d: { grade: number }) => gradeColour(d.grade / top)) : ink, strokeWidth: kind === "grade" ? 3.6 : 1, clip: true }),
        ],
      });
    };
    return {
      title: `${deposit.name}: ${count} holes cross this section; ${percentText(100 * sure)} of its estimated blocks have a class`,
      lead: "Block grades after the change of support with the composites of the holes on the same colours, and the classes that spacing, number of holes and slope of regression propose.",
      tables: [only(blocks, (row) => row["deposit"] === deposit.id), ...(holes ? [only(holes, (row) => row["deposit"] === deposit.id)] : [])],
      wide: true,
      draw: (width: number) => multiples(["grade", "class"] as const, width, (kind, w) => element("div", {}, draw(kind, w), kind === "grade" ? ramp(top) : legend(classes)),
        (kind) => ({ text: kind === "grade" ? "Grades: blocks and holes" : "Classes" }), 420),
    };
  });
}

// In the order of the case: the surest first.
function classesOf(report: Report, deposit: string, found: readonly string[]): string[] {
  const resource = report.table("resource");
  const known = resource ? distinct(of(resource, deposit).map((row) => word(row, "class"))).filter((name) => !name.includes("+")) : [];
  return [...known, ...found.filter((name) => name !== "" && !known.includes(name))];
}

function ramp(top: number): HTMLElement {
  const bar = element("span", { class: "ramp" });
  bar.style.background = `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1].map(gradeColour).join(",")})`;
  return element("p", { class: "scale" }, "0 % ", bar, ` ${number(top)} % and above`);
}

function legend(classes: readonly string[]): HTMLElement {
  const list = element("ul", { class: "key" });
  for (const [i, name] of [...classes, ""].entries()) {
    const sample = element("span", { class: "sample box" });
    sample.style.background = name === "" ? "#efefef" : classColours[i % classColours.length] ?? "#ccc";
    list.append(element("li", {}, sample, name === "" ? "no class: not counted" : lowerFirst(words(name))));
  }
  return list;
}
