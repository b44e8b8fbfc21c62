// Elements in one call.

type Child = Node | string | null | undefined;

export function element<K extends keyof HTMLElementTagNameMap>(tag: K,
  attributes: Record<string, string> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  for (const child of children) if (child !== null && child !== undefined) node.append(child);
  return node;
}

// The same for a drawing.
export function shape<K extends keyof SVGElementTagNameMap>(tag: K,
  attributes: Record<string, string | number> = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  for (const child of children) if (child !== null && child !== undefined) node.append(child);
  return node;
}

export function paragraph(text: string, kind = ""): HTMLElement | null {
  return text ? element("p", kind ? { class: kind } : {}, text) : null;
}

export function bullets(items: readonly string[]): HTMLElement | null {
  if (items.length === 0) return null;
  return element("ul", {}, ...items.map((item) => element("li", {}, item)));
}
