// Colours and line styles, the same through the whole report. Chosen so that neighbours differ in
// lightness too: they stay apart in grey and for colour-blind readers.

import type { Bid, Report } from "./data";

export const ink = "#1d2733";
export const mute = "#56636f";
export const faint = "#c9d1d8";
export const outside = "#9aa5ae"; // "without the project", "not counted"
export const gain = "#2b7f78";
export const loss = "#c2602f";
export const ore = "#8a5a2b";
export const waste = "#d9d2c5";
export const mark = "#b3261e"; // a limit: covenant, planning price

const bidColours = ["#14507d", "#e08214", "#6fb59b", "#7d3f6e", "#a9a13c", "#4f4f4f"];
const bidDashes = ["", "7 3", "2 3", "9 3 2 3", "5 2", "1 4"];
const depositColours = ["#5b4a8a", "#c9a227", "#3f8f9f", "#8f3f4f"];

// Alternately dark and light.
const stackColours = ["#1f4e79", "#9cc3e0", "#8c4f1d", "#ebc08a", "#2f6f5e", "#a9d5c3", "#5f5f6f", "#cfcfd6"];

function at<T>(list: readonly T[], index: number): T {
  return list[((index % list.length) + list.length) % list.length] as T;
}

export function bidColour(report: Report, id: string): string {
  const index = report.bids.findIndex((bid) => bid.id === id);
  return index < 0 ? outside : at(bidColours, index);
}

export function bidDash(report: Report, id: string): string {
  return at(bidDashes, Math.max(0, report.bids.findIndex((bid) => bid.id === id)));
}

// Of the cases, rates or lines of one picture, by their place in it.
export function caseColour(index: number): string {
  return at(bidColours, index);
}

export function caseDash(index: number): string {
  return at(bidDashes, index + Math.floor(index / bidColours.length));
}

export function bidName(report: Report, id: string): string {
  return report.bids.find((bid) => bid.id === id)?.name ?? id;
}

export function depositName(report: Report, id: string): string {
  return report.deposits.find((deposit) => deposit.id === id)?.name ?? id;
}

export function depositColour(report: Report, id: string): string {
  return at(depositColours, report.deposits.findIndex((deposit) => deposit.id === id));
}

export function stackColour(index: number): string {
  return at(stackColours, index);
}

export const stackSize = stackColours.length;

// The bids that a table says something about, in the study's order.
export function bidsIn(report: Report, ids: Iterable<string>): Bid[] {
  const used = new Set(ids);
  return report.bids.filter((bid) => used.has(bid.id));
}
