// What all pictures share: the frame, the axes, labels that keep apart.

import * as Plot from "@observablehq/plot";
import { finite } from "./data";
import { number, ofScale } from "./format";
import { faint, ink, mute } from "./theme";

export { Plot };

export interface Frame extends Plot.PlotOptions {
  width: number;
  height: number;
}

export function chart(options: Frame): Element {
  return Plot.plot({
    marginLeft: 52, marginRight: 16, marginTop: 26, marginBottom: 34,
    ...options,
    style: { fontSize: "12px", fontFamily: "inherit", color: ink, background: "none", overflow: "visible" },
  });
}

export interface AxisOptions {
  label?: string | null;
  ticks?: number | number[];
  format?: (value: number) => string;
  anchor?: "left" | "right" | "top" | "bottom";
  grid?: boolean;
}

// The vertical axis: its label above it, a quiet grid, no line.
export function yAxis(options: AxisOptions = {}): Plot.Markish[] {
  const anchor = options.anchor === "right" ? "right" : "left";
  const ticks = options.ticks ?? 5;
  return [
    ...(options.grid === false ? [] : [Plot.gridY({ ticks, stroke: faint, strokeOpacity: 0.7 })]),
    Plot.axisY({
      anchor, ticks, tickSize: 0, tickFormat: options.format ?? ofScale,
      label: options.label ?? null, labelArrow: "none", labelAnchor: "top", color: mute,
    }),
  ];
}

export function xAxis(options: AxisOptions = {}): Plot.Markish[] {
  const anchor = options.anchor === "top" ? "top" : "bottom";
  const ticks = options.ticks ?? 6;
  return [
    ...(options.grid ? [Plot.gridX({ ticks, stroke: faint, strokeOpacity: 0.7 })] : []),
    Plot.axisX({
      anchor, ticks, tickSize: 4, tickFormat: options.format ?? ((v: number) => number(v)),
      label: options.label ?? null, labelArrow: "none", labelAnchor: "center", color: mute,
    }),
  ];
}

// Round years, as many as there is room for.
export function yearTicks(years: readonly number[], width: number): number[] {
  const first = Math.min(...years), last = Math.max(...years);
  const room = Math.max(2, Math.floor(width / 48));
  const step = [1, 2, 5, 10, 20, 50].find((s) => (last - first) / s + 1 <= room) ?? 100;
  const ticks: number[] = [];
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) ticks.push(year);
  return ticks;
}

// Years without the last ones, in which next to nothing happens.
export function busyYears<T extends { year: number }>(rows: readonly T[], size: (row: T) => number): number[] {
  const most = Math.max(0, ...finite(rows.map((row) => Math.abs(size(row)))));
  const last = Math.max(...rows.filter((row) => Math.abs(size(row)) > 0.005 * most).map((row) => row.year), -Infinity);
  const years = [...new Set(finite(rows.map((row) => row.year)))].sort((a, b) => a - b);
  return last === -Infinity ? years : years.filter((year) => year <= last + 1);
}

export function yearAxis(years: readonly number[], width: number): Plot.Markish {
  return Plot.axisX({
    ticks: yearTicks(years, width - 70), tickFormat: (v: number) => String(v), tickSize: 4, label: null, color: mute,
  });
}

export function zeroLine(): Plot.Markish {
  return Plot.ruleY([0], { stroke: ink, strokeWidth: 1 });
}

// From zero (or below) to above the largest, with room for labels.
export function domain(values: Iterable<number>, options: { zero?: boolean; pad?: number } = {}): [number, number] {
  const all = finite(values);
  if (options.zero !== false) all.push(0);
  if (all.length === 0) return [0, 1];
  let low = Math.min(...all), high = Math.max(...all);
  if (low === high) high = low + 1;
  const pad = (high - low) * (options.pad ?? 0.05);
  if (low !== 0 || options.zero === false) low -= pad;
  if (high !== 0 || options.zero === false) high += pad;
  return [low, high];
}

// Heights (data units) of labels that stand at `wanted`, moved apart to at least `gap` pixels.
export function apart(wanted: readonly number[], scale: readonly [number, number], height: number, gap = 15): number[] {
  const perUnit = height / (scale[1] - scale[0] || 1);
  const order = wanted.map((value, index) => ({ index, at: (value - scale[0]) * perUnit }))
    .sort((a, b) => a.at - b.at);
  for (let pass = 0; pass < 60; ++pass)
    for (let i = 0; i + 1 < order.length; ++i) {
      const low = order[i], high = order[i + 1];
      if (!low || !high) continue;
      const overlap = gap - (high.at - low.at);
      if (overlap > 0) {
        low.at -= overlap / 2;
        high.at += overlap / 2;
      }
    }
  const lowest = order[0], highest = order[order.length - 1];
  if (lowest && highest) {
    const shift = lowest.at < 0 ? -lowest.at : Math.min(0, height - highest.at);
    for (const one of order) one.at += shift;
  }
  const out: number[] = [];
  for (const one of order) out[one.index] = scale[0] + one.at / perUnit;
  return out;
}

export interface EndLabel {
  x: number;
  y: number;
  text: string;
  colour: string;
}

// Names at the right end of lines.
export function endLabels(labels: readonly EndLabel[], scale: readonly [number, number], height: number,
  margin: number): Plot.Markish {
  const ys = apart(labels.map((label) => label.y), scale, height);
  return Plot.text(labels.map((label, i) => ({ ...label, y: ys[i] })), {
    x: "x", y: "y", text: "text", fill: "colour", textAnchor: "start", dx: 6, lineWidth: (margin - 8) / 12,
    stroke: "white", strokeWidth: 3, fontWeight: 600,
  });
}

// A margin wide enough for the longest of the names, within what the width allows.
export function labelMargin(texts: readonly string[], width: number, share = 0.32): number {
  const longest = Math.max(0, ...texts.map((text) => text.length));
  return Math.min(Math.round(longest * 7.2) + 14, Math.round(width * share));
}

// That of 1, 2, 5 x 10^n which is nearest in ratio.
export function nearest(value: number): number {
  const above = nice(value);
  const below = [above / 2, above / 2.5].find((one) => Math.abs(nice(one) / one - 1) < 1e-9) ?? above / 2;
  return above / value < value / below ? above : below;
}

// The smallest of 1, 2, 5 x 10^n that is not below the value.
export function nice(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value * 0.9999) ?? 10);
}
