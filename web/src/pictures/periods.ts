// Amounts of a study by period: stacked bars with a line, and a line on its own scale.

import { chart, domain, nice, Plot, yAxis, zeroLine } from "../chart";
import { finite } from "../data";
import { ofScale } from "../format";
import { ink, mute, stackColour } from "../theme";

export interface Amounts {
  readonly name: string;
  readonly values: readonly number[]; // [period]
}

// Every n-th label, as many as there is room for.
function ticks(labels: readonly string[], width: number): string[] {
  const longest = Math.max(...labels.map((label) => label.length));
  const every = Math.max(1, Math.ceil((labels.length * (longest * 7 + 12)) / Math.max(width - 70, 1)));
  return labels.filter((_, i) => i % every === 0);
}

function periodAxis(labels: readonly string[], width: number): Plot.Markish {
  return Plot.axisX({ ticks: ticks(labels, width), tickSize: 4, label: null, color: mute });
}

function height(width: number): number {
  return Math.min(320, Math.max(width < 340 ? 200 : 240, width * 0.55));
}

export interface Options {
  readonly width: number;
  readonly labels: readonly string[];
  readonly unit: string;
}

// What comes in above zero, what goes out below it.
export function stacked(parts: readonly Amounts[], line: Amounts | null, { width, labels, unit }: Options): Element {
  const bars = parts.flatMap((part) => part.values.map((value, t) => ({ name: part.name, period: labels[t] ?? "", value })));
  const sums = labels.flatMap((_, t) => [1, -1].map((sign) =>
    parts.reduce((sum, part) => sum + Math.max(0, sign * (part.values[t] ?? 0)), 0) * sign));
  const names = parts.map((part) => part.name);
  return chart({
    width, height: height(width), x: { type: "band", domain: labels as string[], padding: 0.15 }, y: { domain: domain([...sums, ...(line?.values ?? [])]) },
    color: { domain: names, range: names.map((_, i) => stackColour(i)) },
    marks: [
      ...yAxis({ label: unit }), periodAxis(labels, width),
      Plot.barY(bars, { x: "period", y: "value", fill: "name", order: names }),
      zeroLine(),
      line ? [
        Plot.line(line.values, { x: (_: number, t: number) => labels[t], y: (d: number) => d, stroke: "white", strokeWidth: 5 }),
        Plot.line(line.values, { x: (_: number, t: number) => labels[t], y: (d: number) => d, stroke: ink, strokeWidth: 2.2 }),
      ] : null,
    ],
  });
}

// Bars of each period on the left scale, their sum so far on the right one; both have their zero on one line.
export function cumulated(row: Amounts, { width, labels, unit }: Options, colour: string): Element {
  let sum = 0;
  const sofar = row.values.map((value) => (sum += value));
  const each = finite([...row.values, 0]), high = Math.max(...each), low = Math.min(...each);
  const times = nice(Math.max(Math.max(0, ...sofar) / (high || 1), Math.min(0, ...sofar) / (low || -1), 1e-9));
  const scale = domain([...each, ...sofar.map((value) => value / times)]);
  const period = (_: number, t: number) => labels[t];
  return chart({
    width, height: height(width), marginRight: 56, marginTop: 32,
    x: { type: "band", domain: labels as string[], padding: 0.15 }, y: { domain: scale },
    marks: [
      ...yAxis({ label: `In the period (${unit})` }),
      Plot.axisY({ anchor: "right", ticks: 5, tickSize: 0, tickFormat: (v: number) => ofScale(v * times), label: `So far (${unit})`, labelArrow: "none", labelAnchor: "top", color: mute }),
      periodAxis(labels, width),
      Plot.barY(row.values, { x: period, y: (d: number) => d, fill: colour, fillOpacity: 0.75 }),
      zeroLine(),
      Plot.line(sofar, { x: period, y: (d: number) => d / times, stroke: "white", strokeWidth: 5 }),
      Plot.line(sofar, { x: period, y: (d: number) => d / times, stroke: ink, strokeWidth: 2.2 }),
    ],
  });
}
