// Numbers and names as people read them. The rules are those of the terminal (src/report/table.h).

export const missing = "–";
const minus = "\u2212";
const fast = "\u00a0"; // a blank that does not break

export function decimalsFor(magnitude: number): number {
  if (!(magnitude > 0) || magnitude >= 99.95) return 0;
  return Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(magnitude * 1.0005))));
}

export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return missing;
  const size = Math.abs(value);
  if (size > 9e15 || (size > 0 && size < 1e-4)) return value.toExponential(1).replace("-", minus);
  const digits = size.toLocaleString("en-US",
    { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return (value < 0 && /[1-9]/.test(digits) ? minus : "") + digits;
}

// Three significant digits, without zeros at the end; from 100 on, whole numbers.
export function number(value: number, unit = ""): string {
  if (!Number.isFinite(value)) return missing;
  if (unit === "year" && Number.isInteger(value)) return String(value);
  const text = fixed(value, Number.isInteger(value) ? 0 : decimalsFor(Math.abs(value)));
  return /\.\d+$/.test(text) ? text.replace(/\.?0+$/, "") : text;
}

// Of a scale: millions and thousands of millions, so that the numbers stay beside it.
export function ofScale(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${number(value / 1e9)} bn`;
  return size >= 1e6 ? `${number(value / 1e6)} M` : number(value);
}

export function signed(value: number, decimals?: number): string {
  const text = decimals === undefined ? number(value) : fixed(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

export function whole(value: number): string {
  return fixed(value, 0);
}

export function percentText(value: number): string {
  return Number.isFinite(value) ? `${fixed(value, Math.abs(value) < 0.95 && value !== 0 ? 1 : 0)}${fast}%` : missing;
}

// Money of an amount big enough to matter, in a sentence.
export function money(value: number): string {
  if (!Number.isFinite(value)) return missing;
  return Math.abs(value) >= 9999.5 ? `${fixed(value / 1000, 1)}${fast}billion USD` : `${number(value)}${fast}million USD`;
}

const unitNames: Record<string, string> = {
  "M$": "million USD", "Mt": "million tonnes", "kt": "thousand tonnes", "t": "tonnes",
  "t/y": "tonnes a year", "Mt/y": "million tonnes a year", "kt/y": "thousand tonnes a year", "m": "metres",
};

export function unitName(unit: string): string {
  return unitNames[unit] ?? unit;
}

// "Ore mined (million tonnes)"
export function axisLabel(quantity: string, unit: string): string {
  const name = unitName(unit);
  return name ? `${quantity} (${name})` : quantity;
}

const columnNames: Record<string, string> = {
  p90_exceed: "P90", p50: "P50", p10_exceed: "P10", standard_error: "± s.e.",
};

const shortForms = /\b(npv|hhi|irr|mirr|aetr|metr|dscr|llcr|plcr|c1|aisc|vat)\b/g;

// "head_grade" -> "Head grade"
export function words(name: string): string {
  const known = columnNames[name];
  if (known) return known;
  const text = name.replace(/_exceed$/, "").replace(/_/g, " ")
    .replace(/\bp(\d\d)\b/g, "P$1").replace(shortForms, (short) => short.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function lowerFirst(text: string): string {
  return /^[A-Z][A-Z0-9]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

// "820 (first), 833 (second)": the same said of several, named only where there are several.
export function ofEach<T extends { name: string }>(items: readonly T[], say: (item: T) => string): string {
  return listed(items.map((item) => (items.length > 1 ? `${say(item)} (${item.name})` : say(item))));
}

// "First and second: keep it; third: breaks it": a clause for each, said once where it is the same.
export function clauses<T extends { name: string }>(items: readonly T[], say: (item: T) => string): string {
  const said = new Map<string, string[]>();
  for (const item of items) said.set(say(item), [...(said.get(say(item)) ?? []), item.name]);
  return [...said].map(([text, names]) => `${listed(names)}: ${text}`).join("; ");
}

// "a, b and c"
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

const symbols = new Set(("H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U").split(" "));

// "Mo" of "mo", "WO3" of "wo3": the id of an element or an oxide as chemists write it; others as they are.
export function formula(id: string): string {
  if (id.length > 2 && !/\d/.test(id)) return id;
  const spell = (rest: string): string | null => {
    const count = /^\d*/.exec(rest)?.[0] ?? "";
    if (rest.length === count.length) return count;
    for (const length of [2, 1]) {
      const name = rest.slice(count.length, count.length + length), symbol = name.charAt(0).toUpperCase() + name.slice(1).toLowerCase();
      const tail = symbols.has(symbol) && name.length === length ? spell(rest.slice(count.length + length)) : null;
      if (tail !== null) return count + symbol + tail;
    }
    return null;
  };
  return (/^[a-z]/i.test(id) ? spell(id) : null) ?? id;
}
