// The report's data: one JSON envelope of tables in long format (src/report/json.h writes it).
// Every table may be absent or empty; the page must stand either way.

export type Cell = number | string | null;
export type Row = Readonly<Record<string, Cell>>;

export interface Column {
  readonly name: string;
  readonly unit: string;
}

export interface Table {
  readonly name: string;
  readonly title: string;
  readonly note: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

export interface Bid {
  readonly id: string;
  readonly name: string;
  readonly sponsor: string;
}

export interface Deposit {
  readonly id: string;
  readonly name: string;
}

export interface Study {
  readonly title: string;
  readonly subtitle: string;
  readonly base_year: number;
  readonly scenarios: number;
  readonly realisations: number;
  readonly seed: number;
  readonly alternatives: readonly string[];
  readonly bids: readonly Bid[];
  readonly deposits: readonly Deposit[];
  readonly main: { readonly name: string; readonly quoted_unit: string };
  readonly planning_price: number | null;
  readonly host: string;
  readonly metal: string;
  readonly adverse: string; // the state that dependence is measured against
}

export interface Text {
  readonly headline: string;
  readonly trust: readonly string[];
  readonly flips: readonly string[];
  readonly dependence: readonly string[];
  readonly plans: readonly string[];
  readonly simplified: readonly { readonly stage: string; readonly text: string }[];
  readonly repeat: string;
}

export interface Report {
  readonly version: string;
  readonly command: string; // which one made the page
  readonly status: string;
  readonly study: Study;
  readonly text: Text;
  readonly bids: readonly Bid[]; // first = the reference
  readonly deposits: readonly Deposit[];
  table(name: string): Table | undefined; // undefined: absent, without rows or with every number missing
  why(name: string): string; // the note of a table that is there without anything to show
}

interface RawTable {
  title?: string;
  note?: string;
  columns?: Column[];
  rows?: Cell[][];
}

interface Envelope {
  lode?: string;
  command?: string;
  status?: string;
  study?: Partial<Study>;
  text?: Partial<Text>;
  tables?: Record<string, RawTable>;
}

const noStudy: Study = {
  title: "Lode", subtitle: "", base_year: 0, scenarios: 0, realisations: 0, seed: 0,
  alternatives: [], bids: [], deposits: [], main: { name: "", quoted_unit: "" }, planning_price: null,
  host: "the host country", metal: "metal", adverse: "the adverse state",
};

const noText: Text = {
  headline: "", trust: [], flips: [], dependence: [], plans: [], simplified: [], repeat: "",
};

// One scenario has no average.
export function isOneScenario(report: Report): boolean {
  return report.study.scenarios === 1;
}

export function onAverage(report: Report): string {
  return isOneScenario(report) ? "" : " on average";
}

export function num(row: Row, column: string): number {
  const cell = row[column];
  return typeof cell === "number" ? cell : NaN;
}

export function word(row: Row, column: string): string {
  const cell = row[column];
  return cell === null || cell === undefined ? "" : String(cell);
}

export function unitOf(table: Table, column: string): string {
  return table.columns.find((c) => c.name === column)?.unit ?? "";
}

// A share as a number of percent, whether the table keeps it as a fraction or as percent.
export function percent(table: Table, row: Row, column: string): number {
  return num(row, column) * (unitOf(table, column) === "%" ? 1 : 100);
}

export function distinct<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}

// Rows of equal key, in the order in which the keys first occur.
export function group<T>(rows: Iterable<T>, key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const k = key(row);
    const found = groups.get(k);
    if (found) found.push(row);
    else groups.set(k, [row]);
  }
  return groups;
}

export function finite(values: Iterable<number>): number[] {
  return [...values].filter(Number.isFinite);
}

// The same table with only the rows that `keep` says; for the table behind a picture.
export function only(table: Table, keep: (row: Row) => boolean): Table {
  return { ...table, rows: table.rows.filter(keep) };
}

// A note also says when its table has no rows: said where that is so, and only there.
const ifEmpty = /\s*(?:Empty|Missing) where ([^.]*)\./;

function reasonOf(table: Table): string {
  const found = ifEmpty.exec(table.note)?.[1];
  return found ? `None here: ${found}.` : table.note;
}

function named(raw: RawTable, name: string): Table {
  const columns = raw.columns ?? [];
  const rows = (raw.rows ?? []).map((cells) =>
    Object.fromEntries(columns.map((column, i) => [column.name, cells[i] ?? null])));
  const note = raw.note ?? "";
  return { name, title: raw.title ?? "", note: rows.length > 0 ? note.replace(/\s*Empty where [^.]*\./, "") : note, columns, rows };
}

// Ids that the tables use and the study does not name stand for themselves.
function withStrays<T extends { id: string }>(known: readonly T[], tables: Map<string, Table>,
  column: string, make: (id: string) => T): T[] {
  const all = [...known];
  for (const table of tables.values())
    for (const row of table.rows) {
      const id = row[column];
      if (typeof id === "string" && id !== "" && !all.some((one) => one.id === id)) all.push(make(id));
    }
  return all;
}

function says(table: Table): boolean {
  const cells = table.rows.flatMap((row) => Object.values(row));
  return cells.some((cell) => typeof cell === "number") || (cells.length > 0 && cells.every((cell) => cell !== null));
}

export function read(json: string): Report {
  const envelope = JSON.parse(json) as Envelope;
  const tables = new Map<string, Table>();
  for (const [name, raw] of Object.entries(envelope.tables ?? {})) tables.set(name, named(raw, name));
  const study = { ...noStudy, ...envelope.study };
  return {
    version: envelope.lode ?? "",
    command: envelope.command ?? "",
    status: envelope.status ?? "",
    study,
    text: { ...noText, ...envelope.text },
    bids: withStrays(study.bids, tables, "bid", (id) => ({ id, name: id, sponsor: "" })),
    deposits: withStrays(study.deposits, tables, "deposit", (id) => ({ id, name: id })),
    table(name) {
      const table = tables.get(name);
      return table && says(table) ? table : undefined;
    },
    why(name) {
      const table = tables.get(name);
      return table && !says(table) ? reasonOf(table) : "";
    },
  };
}
