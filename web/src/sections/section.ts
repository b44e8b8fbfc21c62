// A chapter of the report: a heading and what stands under it; left out when nothing does.

import { element } from "../dom";

export interface Chapter {
  readonly id: string;
  readonly name: string; // in the line of links
  readonly body: HTMLElement;
}

const whole = [".wide", ".whole", ".plain", ".reason"];

// Parts of half the width stand in pairs; one that has no neighbour takes the whole width.
function widenTheOdd(parts: readonly HTMLElement[]): void {
  let left: HTMLElement | null = null;
  for (const part of [...parts, null]) {
    if (part === null || part.matches(whole.join(","))) {
      left?.classList.add("alone");
      left = null;
    } else {
      left = left ? null : part;
    }
  }
}

export function chapter(id: string, name: string, title: string, intro: string,
  parts: readonly (HTMLElement | null | undefined)[]): Chapter | null {
  const there = parts.filter((part): part is HTMLElement => part !== null && part !== undefined);
  if (there.length === 0) return null;
  widenTheOdd(there);
  const body = element("section", { id, class: "chapter" }, element("h2", {}, title));
  if (intro) body.append(element("p", { class: "intro" }, intro));
  body.append(element("div", { class: "parts" }, ...there));
  return { id, name, body };
}

// Why a table is empty, where its note says so.
export function reason(note: string): HTMLElement | null {
  return note ? element("p", { class: "reason" }, note) : null;
}
