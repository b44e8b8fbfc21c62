// From mine to refinery to buyer on a map: what moves between regions if nobody builds and with a bid.

import { geoEqualEarth, type GeoPath, geoPath, type GeoProjection } from "d3-geo";
import type { FeatureCollection, MultiPoint } from "geojson";
import { feature } from "topojson-client";
import world from "world-atlas/land-110m.json";
import { nearest } from "../chart";
import { distinct, group, num, type Report, type Table, unitOf, word } from "../data";
import { element, shape } from "../dom";
import { type Choice, type Figure, type KeyEntry, multiples } from "../figure";
import { listed, lowerFirst, number, percentText, words } from "../format";
import { bidName, ink, loss, mark, mute } from "../theme";

const land: FeatureCollection = feature(world, world.objects.land);
const sea = "#f5f7f9", ground = "#dfe5ea";
const free = "#14507d", adverse = loss;
const roomForNames = 420; // CSS pixels of one map; narrower ones show ids

interface Place {
  readonly id: string;
  readonly name: string;
  readonly at: readonly [number, number]; // longitude, latitude
}

interface Flow {
  readonly stage: string;
  readonly from: string;
  readonly to: string;
  readonly tonnes: number;
  readonly adverse: boolean;
}

interface State {
  readonly regime: Named;
  readonly bid: Named;
  readonly flows: readonly Flow[]; // between two regions
}

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Scene {
  readonly report: Report;
  readonly places: readonly Place[];
  readonly project: string; // region; empty: not known
  readonly unit: string;
  readonly most: number; // the largest flow of all states
  readonly stages: readonly string[]; // in the order of the table
  readonly nobody: string; // the bid's id; empty: not in the table
}

type Point = readonly [number, number];

function stageName(scene: Scene, stage: string): string {
  if (stage === "apt") return "APT";
  return stage === "any" || stage === "" ? scene.report.study.metal : lowerFirst(words(stage));
}

function placeName(scene: Scene, id: string): string {
  return scene.places.find((place) => place.id === id)?.name ?? id;
}

// ---- In words ----

function isNobody(scene: Scene, state: State): boolean {
  return state.bid.id === scene.nobody;
}

function condition(scene: Scene, state: State): string {
  return isNobody(scene, state) ? "if nobody builds" : `with "${state.bid.name}"`;
}

function sum(flows: readonly Flow[]): number {
  return flows.reduce((all, flow) => all + flow.tonnes, 0);
}

function adverseShare(flows: readonly Flow[]): number {
  return 100 * sum(flows.filter((flow) => flow.adverse)) / sum(flows);
}

function amount(scene: Scene, tonnes: number): string {
  return `${number(tonnes)} ${scene.unit}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function totals(scene: Scene, state: State): string {
  const stages = scene.stages.map((stage) => ({ stage, flows: state.flows.filter((flow) => flow.stage === stage) })).filter((one) => sum(one.flows) > 0);
  if (stages.length === 0) return `${capital(condition(scene, state))} nothing moves between regions.`;
  const parts = stages.map(({ stage, flows }, i) =>
    `${amount(scene, sum(flows))} of ${stageName(scene, stage)} (${percentText(adverseShare(flows))}${i === 0 ? ` from ${scene.report.study.adverse} or marketed by it` : ""})`);
  return `${capital(condition(scene, state))}, ${listed(parts)} move between regions.`;
}

function leg(scene: Scene, from: string, to: string, stage: string): string {
  return `${placeName(scene, from)} to ${placeName(scene, to)}${scene.stages.length > 1 ? ` (${stageName(scene, stage)})` : ""}`;
}

function fromProject(scene: Scene, state: State): string {
  const own = [...group(state.flows.filter((flow) => flow.from === scene.project), (flow) => `${flow.stage}\n${flow.to}`).values()]
    .map((flows) => ({ flow: flows[0] as Flow, tonnes: sum(flows) })).filter((one) => one.tonnes > 0).sort((a, b) => b.tonnes - a.tonnes).slice(0, 4);
  if (own.length === 0) return "";
  return `From ${placeName(scene, scene.project)}, ${condition(scene, state)}: ${listed(own.map(({ flow, tonnes }) =>
    `${amount(scene, tonnes)}${scene.stages.length > 1 ? ` of ${stageName(scene, flow.stage)}` : ""} to ${placeName(scene, flow.to)}`))}.`;
}

function changes(scene: Scene, before: State, after: State): string {
  const key = (flow: Flow) => `${flow.stage}\n${flow.from}\n${flow.to}`;
  const old = group(before.flows, key), now = group(after.flows, key);
  const moved = distinct([...old.keys(), ...now.keys()])
    .map((one) => ({ flow: (now.get(one) ?? old.get(one))?.[0] as Flow, was: sum(old.get(one) ?? []), is: sum(now.get(one) ?? []) }))
    .filter((one) => Math.abs(one.is - one.was) > 0.002 * scene.most)
    .sort((a, b) => Math.abs(b.is - b.was) - Math.abs(a.is - a.was)).slice(0, 4);
  if (moved.length === 0) return `No flow changes ${condition(scene, after)}.`;
  return `Largest changes: ${moved.map((one) => `${leg(scene, one.flow.from, one.flow.to, one.flow.stage)} ${number(one.was)} to ${amount(scene, one.is)}`).join("; ")}.`;
}

function inWords(scene: Scene, states: readonly State[]): string {
  const before = states[0], after = states[states.length - 1];
  if (!before || !after) return "";
  return [`${before.regime.name}.`, ...states.map((state) => totals(scene, state)),
    states.length > 1 ? changes(scene, before, after) : "", fromProject(scene, after)].filter(Boolean).join(" ");
}

function finding(scene: Scene, regimes: readonly (readonly State[])[]): string {
  const said = regimes.filter((states) => states.some((state) => sum(state.flows) > 0)).map((states, i) => {
    const text = listed(states.map((state, j) =>
      `${percentText(adverseShare(state.flows))}${i + j === 0 ? " of what moves between regions" : ""}${i === 0 ? ` ${condition(scene, state)}` : ""}`));
    return regimes.length > 1 ? `${text} (${lowerFirst(states[0]?.regime.name ?? "")})` : text;
  });
  if (said.length === 0) return "Nothing moves between regions";
  return `${capital(scene.report.study.adverse)} supplies or markets ${said.join("; ")}`;
}

// ---- The map ----

// The middle of the places: opposite to the widest gap between them.
function middle(longitudes: readonly number[]): number {
  const sorted = [...longitudes].sort((a, b) => a - b);
  let widest = -1, middleOf = 0;
  sorted.forEach((west, i) => {
    const east = sorted[i + 1] ?? (sorted[0] ?? 0) + 360;
    if (east - west <= widest) return;
    widest = east - west;
    middleOf = (west + east) / 2 - 180;
  });
  return middleOf;
}

function range(low: number, high: number, pad: number, least: number, bounds: Point): Point {
  const more = pad + Math.max(0, (least - (high - low)) / 2);
  return [Math.max(bounds[0], low - more), Math.min(bounds[1], high + more)];
}

// All places with a margin around them, as wide as the map.
function fitted(places: readonly Place[], width: number): { projection: GeoProjection; path: GeoPath; height: number } {
  const centre = middle(places.map((place) => place.at[0]));
  const away = places.map((place) => ((place.at[0] - centre + 540) % 360) - 180), latitudes = places.map((place) => place.at[1]);
  const [west, east] = range(Math.min(...away), Math.max(...away), 24, 50, [-179, 179]);
  const [south, north] = range(Math.min(...latitudes), Math.max(...latitudes), 17, 30, [-58, 80]);
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const frame: MultiPoint = { type: "MultiPoint",
    coordinates: steps.flatMap((s) => steps.map((t) => [west + s * (east - west) + centre, south + t * (north - south)])) };
  const projection = geoEqualEarth().rotate([-centre, 0]).fitWidth(width, frame);
  const height = Math.ceil(geoPath(projection).bounds(frame)[1][1]);
  projection.clipExtent([[-1, -1], [width + 1, height + 1]]);
  return { projection, path: geoPath(projection).digits(1), height };
}

interface Arc {
  readonly flow: Flow;
  readonly along: readonly Point[]; // from its start to its head
  readonly line: string;
  readonly head: string;
  readonly stroke: number;
}

const short = (at: Point) => `${at[0].toFixed(1)} ${at[1].toFixed(1)}`;

// Curved to the left of its direction, so that there and back part; several of one pair lie side by side.
function arcOf(flow: Flow, a: Point, b: Point, rank: number, stroke: number): Arc | null {
  const dx = b[0] - a[0], dy = b[1] - a[1], far = Math.hypot(dx, dy);
  if (far < 1) return null;
  const bend = Math.max(0.2 * far, Math.min(10, 0.6 * far)) + rank * Math.max(stroke + 4, 0.1 * far);
  const bent: Point = [(a[0] + b[0]) / 2 + bend * dy / far, (a[1] + b[1]) / 2 - bend * dx / far];
  const towards = (from: Point, to: Point, by: number): Point => {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    return [from[0] + by * (to[0] - from[0]) / length, from[1] + by * (to[1] - from[1]) / length];
  };
  const long = Math.min(4 + 0.9 * stroke, 0.35 * far), half = 2.5 + 0.75 * stroke;
  const start = towards(a, bent, Math.min(4, far / 4)), tip = towards(b, bent, Math.min(5, far / 4)), base = towards(tip, bent, long);
  const across: Point = [(base[1] - tip[1]) / long, (tip[0] - base[0]) / long];
  const side = (sign: number): Point => [base[0] + sign * half * across[0], base[1] + sign * half * across[1]];
  const on = (t: number, i: 0 | 1) => (1 - t) ** 2 * start[i] + 2 * t * (1 - t) * bent[i] + t * t * base[i];
  const along = Array.from({ length: 21 }, (_, i): Point => [on(i / 20, 0), on(i / 20, 1)]);
  return { flow, stroke, along, line: `M${short(start)}Q${short(bent)} ${short(base)}`, head: `M${short(tip)}L${short(side(1))}L${short(side(-1))}Z` };
}

// Long dashes: all stages but the last.
function dashOf(scene: Scene, stage: string): string {
  return scene.stages.indexOf(stage) === scene.stages.length - 1 ? "" : "7 2.5";
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

function overlap(a: Box, b: Box): number {
  return Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));
}

// Each name where it covers least of the other names, of the places and arrows and of what lies outside.
function labels(scene: Scene, points: ReadonlyMap<string, Point>, arcs: readonly Arc[], width: number, height: number): SVGElement[] {
  const square = ([x, y]: Point, side: number): Box => ({ x: x - side / 2, y: y - side / 2, w: side, h: side });
  const taken = [...[...points.values()].map((point) => square(point, 12)), ...arcs.flatMap((arc) => arc.along.map((point) => square(point, arc.stroke)))];
  return scene.places.map((place) => {
    const [x, y] = points.get(place.id) ?? [0, 0];
    const text = labelOf(place, width), bold = place.id === scene.project;
    const w = text.length * ((bold ? 7.7 : 6.5) + (text === text.toUpperCase() ? 2 : 0)) + 2, h = 13;
    const spots = [[x + 7, y - h / 2], [x - 7 - w, y - h / 2], [x - w / 2, y + 6], [x - w / 2, y - 7 - h], [x + 4, y + 5], [x + 4, y - 5 - h], [x - 4 - w, y + 5], [x - 4 - w, y - 5 - h]]
      .map(([left = 0, top = 0], i) => {
        const box = { x: left, y: top, w, h };
        const inside = overlap(box, { x: 1, y: 1, w: width - 2, h: height - 2 });
        return { box, cost: i + 3 * (w * h - inside) + taken.reduce((all, other) => all + overlap(box, other), 0) };
      });
    const best = spots.reduce((a, b) => (b.cost < a.cost ? b : a)).box;
    taken.push(best);
    return shape("text", { x: (best.x + 1).toFixed(1), y: (best.y + 10).toFixed(1), fill: ink, "font-size": 11.5, "font-weight": bold ? 700 : 400,
      stroke: "white", "stroke-width": 3, "stroke-opacity": 0.85, "stroke-linejoin": "round", "paint-order": "stroke" }, text);
  });
}

function labelOf(place: Place, width: number): string {
  return width < roomForNames || place.name.length > 26 ? place.id : place.name;
}

function diamond(x: number, y: number): SVGElement {
  return shape("path", { d: `M${x} ${y - 6}L${x + 6} ${y}L${x} ${y + 6}L${x - 6} ${y}Z`, fill: mark, stroke: "white", "stroke-width": 1.2 });
}

function strokeOf(scene: Scene, tonnes: number, width: number): number {
  return Math.max(0.8, (width < roomForNames ? 8 : 11) * tonnes / scene.most);
}

function map(scene: Scene, state: State, width: number): Element {
  const { projection, path, height } = fitted(scene.places, width);
  const points = new Map<string, Point>();
  for (const place of scene.places) points.set(place.id, projection([place.at[0], place.at[1]]) ?? [0, 0]);
  const arcs = [...group(state.flows, (flow) => `${flow.from}\n${flow.to}`).values()].flatMap((own) => own.map((flow, rank) => {
    const a = points.get(flow.from), b = points.get(flow.to);
    return a && b && flow.tonnes > 0 ? arcOf(flow, a, b, rank, strokeOf(scene, flow.tonnes, width)) : null;
  })).filter((arc): arc is Arc => arc !== null).sort((a, b) => b.stroke - a.stroke);
  return shape("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": totals(scene, state), style: "font-family:inherit" },
    shape("rect", { width, height, fill: sea }),
    shape("path", { d: path(land) ?? "", fill: ground }),
    ...arcs.map((arc) => {
      const colour = arc.flow.adverse ? adverse : free;
      return shape("g", { opacity: 0.85 },
        shape("title", {}, `${leg(scene, arc.flow.from, arc.flow.to, arc.flow.stage)}: ${amount(scene, arc.flow.tonnes)}${arc.flow.adverse ? `, from ${scene.report.study.adverse} or marketed by it` : ""}`),
        shape("path", { d: arc.line, fill: "none", stroke: colour, "stroke-width": arc.stroke.toFixed(2), "stroke-dasharray": dashOf(scene, arc.flow.stage) || "none" }),
        shape("path", { d: arc.head, fill: colour }));
    }),
    ...labels(scene, points, arcs, width, height),
    ...[...points].map(([id, [x, y]]) => (id === scene.project ? diamond(x, y) : shape("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 3.2, fill: ink, stroke: "white", "stroke-width": 1.2 }))));
}

// How wide which amount is drawn, and the sign of the project.
function scale(scene: Scene, mapWidth: number): HTMLElement {
  const entry = (wide: number, drawn: SVGElement, text: string) =>
    element("li", {}, element("span", { class: "sample line" }, shape("svg", { width: wide, height: 14 }, drawn)), text);
  const amounts = distinct([1, 1 / 4, 1 / 16].map((part) => nearest(scene.most * part)));
  return element("ul", { class: "key" },
    ...amounts.map((tonnes) => entry(26, shape("line", { x1: 0, x2: 26, y1: 7, y2: 7, stroke: mute, "stroke-width": strokeOf(scene, tonnes, mapWidth).toFixed(2) }), amount(scene, tonnes))),
    scene.project ? entry(14, diamond(7, 7), "region of the project") : null);
}

function maps(scene: Scene, states: readonly State[], width: number): HTMLElement {
  let mapWidth = width;
  const box = multiples(states, width, (state, w) => {
    mapWidth = w;
    return map(scene, state, w);
  }, (state) => ({ text: `${isNobody(scene, state) ? "Nobody builds" : state.bid.name} (${lowerFirst(state.regime.name)})` }));
  const short = scene.places.filter((place) => labelOf(place, mapWidth) !== place.name);
  return element("div", {}, box, scale(scene, mapWidth),
    short.length > 0 ? element("p", { class: "note" }, `${short.map((place) => `${place.id}: ${place.name}`).join("; ")}.`) : null);
}

// ---- The figure ----

function named(table: Table, id: string, name: string): Named[] {
  return [...group(table.rows, (row) => word(row, id))].map(([key, rows]) => ({ id: key, name: word(rows[0] ?? {}, name) || words(key) }));
}

// The region that the tables mark, or that has the host's name.
function projectRegion(report: Report, places: readonly Place[], table: Table): string {
  const marked = [table, report.table("cost_curve")].flatMap((one) => one?.rows ?? []).find((row) => num(row, "is_project") === 1);
  const id = marked ? word(marked, "region") : "", host = report.study.host.toLowerCase();
  return (places.find((place) => place.id === id) ?? places.find((place) => place.name.toLowerCase() === host || place.id.toLowerCase() === host))?.id ?? "";
}

// Of all that the table names as a bid, that which the study does not offer.
function nobodyOf(report: Report, bids: readonly Named[]): string {
  const offered = report.study.bids.map((bid) => bid.id);
  return bids.find((bid) => (offered.length > 0 ? !offered.includes(bid.id) : /^(nobody|none|without)/i.test(bid.id)))?.id ?? "";
}

export function flowMap(report: Report, flows: Table, where: Table): Figure | null {
  const places = where.rows.map((row): Place => ({ id: word(row, "region"), name: word(row, "name") || word(row, "region"), at: [num(row, "longitude"), num(row, "latitude")] }))
    .filter((place) => place.at.every(Number.isFinite));
  const rows = flows.rows.map((row) => ({ regime: word(row, "regime"), bid: word(row, "bid"), stage: word(row, "stage"), from: word(row, "from"), to: word(row, "to"),
    tonnes: num(row, "tonnes"), adverse: num(row, "adverse") === 1 })).filter((flow) => flow.tonnes > 0);
  const between = rows.filter((flow) => flow.from !== flow.to);
  if (places.length < 2 || between.length === 0) return null;
  const regimes = named(flows, "regime", "regime_name");
  const known = named(flows, "bid", "bid_name").map((bid) => (report.study.bids.some((one) => one.id === bid.id) ? { ...bid, name: bidName(report, bid.id) } : bid));
  const scene: Scene = { report, places, project: projectRegion(report, places, where), unit: unitOf(flows, "tonnes") || "t", most: Math.max(...between.map((flow) => flow.tonnes)),
    stages: distinct(between.map((flow) => flow.stage)), nobody: nobodyOf(report, known) };
  const bids = known.filter((bid) => bid.id !== scene.nobody), nobody = known.find((bid) => bid.id === scene.nobody);
  const regime: Choice = { name: "Regime", options: regimes.map(({ id, name }) => ({ id, text: name })), chosen: regimes[0]?.id ?? "" };
  const offer: Choice = { name: "Bid", options: bids.map(({ id, name }) => ({ id, text: name })), chosen: bids[0]?.id ?? "" };
  const states = (regimeId: string, bidId: string): State[] => regimes.filter((one) => one.id === regimeId).flatMap((one) =>
    [nobody, bids.find((bid) => bid.id === bidId)].flatMap((bid) => (bid ? [{ regime: one, bid, flows: between.filter((flow) => flow.regime === one.id && flow.bid === bid.id) }] : [])));
  const ofPaper = regimes.slice(0, 2).map((one) => states(one.id, bids[0]?.id ?? ""));
  const nowhere = distinct(between.flatMap((flow) => [flow.from, flow.to])).filter((id) => !places.some((place) => place.id === id));
  const key: KeyEntry[] = [{ text: `from ${report.study.adverse} or marketed by it`, colour: adverse, shape: "line" }, { text: "other", colour: free, shape: "line" },
    ...(scene.stages.length > 1 ? scene.stages.map((stage): KeyEntry => ({ text: stageName(scene, stage), colour: mute, shape: "line", dash: dashOf(scene, stage) })) : [])];
  return {
    title: finding(scene, ofPaper),
    lead: `What moves between regions, ${scene.unit === "t" ? "tonnes" : scene.unit}; the width of an arrow is its amount, on one scale for all maps.`,
    key,
    note: [rows.length > between.length ? "What is used in the region where it is made is not drawn." : "",
      nowhere.length > 0 ? `Not drawn, as the table has no place for it: ${listed(nowhere)}.` : "",
      scene.stages.length > 1 ? "Metal that moves twice, before and after refining, counts twice." : "",
      "A region stands at one point; arrows are not routes. Coastlines: Natural Earth, 1:110 million.", flows.note].filter(Boolean).join(" "),
    choices: [regime, offer],
    said: () => inWords(scene, states(regime.chosen, offer.chosen)),
    draw: (width) => maps(scene, states(regime.chosen, offer.chosen), width),
    drawPaper: (width) => element("div", {}, maps(scene, ofPaper.flat(), width), ...ofPaper.map((own) => element("p", { class: "said" }, inWords(scene, own)))),
    tables: [flows, where],
    wide: true,
  };
}
