// A band P90-P10 with its median (or mean) over the years: the form of most uncertain series.

import { chart, domain, Plot, yAxis, yearAxis, zeroLine } from "../chart";
import { finite } from "../data";
import type { KeyEntry } from "../figure";
import { mute, outside } from "../theme";

export interface FanPoint {
  year: number;
  low: number; // P90: exceeded with 90 %
  middle: number;
  high: number; // P10
  other?: number; // a second line: a mean, a published plan
}

export interface Limit {
  value: number;
  text: string;
  colour: string;
}

export interface FanOptions {
  width: number;
  label: string;
  colour: string;
  scale: [number, number];
  years: readonly number[];
  limit?: Limit | undefined;
  otherColour?: string;
  otherDots?: boolean;
}

export function fanScale(points: readonly FanPoint[], more: readonly number[] = []): [number, number] {
  return domain([...points.flatMap((p) => [p.low, p.middle, p.high, p.other ?? NaN]), ...more]);
}

export function fanKey(colour: string, middle = "median"): KeyEntry[] {
  return [
    { text: middle, colour, shape: "line" },
    { text: "P90 to P10", colour: outside, shape: "band" },
  ];
}

export function fan(points: readonly FanPoint[], options: FanOptions): Element {
  const { width, colour, scale, years, limit } = options;
  const sorted = [...points].sort((a, b) => a.year - b.year);
  const others = sorted.filter((p) => Number.isFinite(p.other));
  const height = Math.min(280, Math.max(200, width * 0.55));
  const otherColour = options.otherColour ?? mute;
  return chart({
    width, height, x: { domain: [Math.min(...years), Math.max(...years)], type: "linear" }, y: { domain: scale },
    marks: [
      ...yAxis({ label: options.label }), yearAxis(years, width),
      Plot.areaY(sorted.filter((p) => Number.isFinite(p.low) && Number.isFinite(p.high)),
        { x: "year", y1: "low", y2: "high", fill: colour, fillOpacity: 0.22, clip: true }),
      Plot.line(sorted, { x: "year", y: "middle", stroke: colour, strokeWidth: 2.2, clip: true }),
      others.length > 0 ? Plot.line(others, { x: "year", y: "other", stroke: otherColour, strokeWidth: 1.8, strokeDasharray: "5 3", clip: true }) : null,
      others.length > 0 && options.otherDots ? Plot.dot(others, { x: "year", y: "other", r: 2.5, fill: otherColour }) : null,
      scale[0] <= 0 ? zeroLine() : null,
      limit && Number.isFinite(limit.value) ? [
        Plot.ruleY([limit.value], { stroke: limit.colour, strokeWidth: 1.5, strokeDasharray: "6 3" }),
        Plot.text([limit], { x: () => Math.max(...years), y: "value", text: "text", textAnchor: "end", lineAnchor: "top", dy: 4,
          fill: limit.colour, stroke: "white", strokeWidth: 3, fontWeight: 600 }),
      ] : null,
    ],
  });
}

export function yearsOf(points: readonly { year: number }[]): number[] {
  return [...new Set(finite(points.map((p) => p.year)))].sort((a, b) => a - b);
}
