// What is mined and milled each year, the grade of the feed, and a published plan beside it.

import { busyYears, chart, domain, Plot, yAxis, yearAxis } from "../chart";
import { finite, isOneScenario, num, onAverage, type Report, type Table, unitOf, word } from "../data";
import { type Figure, multiples } from "../figure";
import { axisLabel, clauses, number } from "../format";
import { ink, mark, mute, ore, waste } from "../theme";
import { fan, fanKey, fanScale } from "./fan";
import { depositsIn } from "./resource";

interface Year {
  deposit: string;
  year: number;
  ore: number;
  waste: number;
  milled: number;
  low: number;
  high: number;
  grade: number;
  published: number;
}

const milledColour = "#14507d";

function tonnesChart(rows: readonly Year[], years: readonly number[], scale: [number, number], width: number, unit: string): Element {
  const moved = rows.flatMap((row) => [{ year: row.year, kind: "ore mined", value: row.ore }, { year: row.year, kind: "waste", value: row.waste }]);
  const published = rows.filter((row) => Number.isFinite(row.published));
  return chart({
    width, height: Math.min(270, Math.max(210, width * 0.45)), marginBottom: 24,
    x: { type: "band", domain: years, padding: 0.15 }, y: { domain: scale },
    color: { domain: ["ore mined", "waste"], range: [ore, waste] },
    marks: [
      ...yAxis({ label: axisLabel("A year", unit) }), yearAxis(years, width),
      Plot.barY(moved, { x: "year", y: "value", fill: "kind", order: ["ore mined", "waste"] }),
      Plot.line(rows, { x: "year", y: "milled", stroke: "white", strokeWidth: 5 }),
      Plot.line(rows, { x: "year", y: "milled", stroke: milledColour, strokeWidth: 2.4 }),
      Plot.ruleX(rows.filter((row) => Number.isFinite(row.low) && Number.isFinite(row.high)), { x: "year", y1: "low", y2: "high", stroke: "white", strokeWidth: 3.5 }),
      Plot.ruleX(rows.filter((row) => Number.isFinite(row.low) && Number.isFinite(row.high)), { x: "year", y1: "low", y2: "high", stroke: milledColour, strokeWidth: 1.6 }),
      Plot.line(published, { x: "year", y: "published", stroke: mark, strokeWidth: 1.6, strokeDasharray: "4 3" }),
      Plot.dot(published, { x: "year", y: "published", r: 2.6, fill: "white", stroke: mark, strokeWidth: 1.5 }),
      Plot.ruleY([0], { stroke: ink }),
    ],
  });
}

export function schedule(report: Report, table: Table): Figure {
  const all: Year[] = table.rows.map((row) => ({
    deposit: word(row, "deposit"), year: num(row, "year"), ore: num(row, "ore_mined"), waste: num(row, "waste"), milled: num(row, "milled"),
    low: num(row, "milled_p90_exceed"), high: num(row, "milled_p10_exceed"), grade: num(row, "head_grade"), published: num(row, "published"),
  })).filter((row) => Number.isFinite(row.year)).sort((a, b) => a.year - b.year);
  const deposits = depositsIn(report, table);
  const years = busyYears(all, (row) => (row.ore || 0) + (row.waste || 0) + (row.milled || 0));
  const rows = all.filter((row) => years.includes(row.year));
  const scale = domain([...rows.map((row) => (row.ore || 0) + (row.waste || 0)), ...finite(rows.flatMap((row) => [row.high, row.published]))]);
  const grades = domain(rows.map((row) => row.grade), { pad: 0.12 });
  const hasPublished = rows.some((row) => Number.isFinite(row.published));
  const total = (id: string, of: (row: Year) => number) => finite(rows.filter((row) => row.deposit === id).map(of)).reduce((sum, value) => sum + value, 0);
  const unit = unitOf(table, "milled"), mass = unit.replace(/\/y$/, "");
  return {
    title: clauses(deposits, (deposit) => {
      const own = rows.filter((row) => row.deposit === deposit.id && row.milled > 0);
      return `${number(total(deposit.id, (row) => row.milled))} ${mass} milled from ${own[0]?.year ?? "–"} to ${own[own.length - 1]?.year ?? "–"}, ${isOneScenario(report) ? "in this scenario" : "mean of the scenarios"}`;
    }),
    lead: "Above: tonnes mined (bars) and milled (line, with the stroke from P90 to P10). Below: mean grade of what is milled.",
    key: [{ text: "ore mined", colour: ore, shape: "box" }, { text: "waste", colour: waste, shape: "box" }, { text: "milled", colour: milledColour, shape: "line" },
      ...(hasPublished ? [{ text: "published plan", colour: mark, shape: "line" as const, dash: "4 3" }] : [])],
    tables: [table],
    wide: deposits.length > 1,
    draw: (width) => multiples(deposits, width, (deposit, w) => {
      const own = rows.filter((row) => row.deposit === deposit.id);
      const box = document.createElement("div");
      box.append(tonnesChart(own, years, scale, w, unit));
      if (own.some((row) => Number.isFinite(row.grade)))
        box.append(chart({
          width: w, height: 130, marginBottom: 24, x: { type: "band", domain: years, padding: 0.15 }, y: { domain: grades },
          marks: [
            ...yAxis({ label: axisLabel("Head grade", unitOf(table, "head_grade")), ticks: 3 }), yearAxis(years, w),
            Plot.line(own.filter((row) => row.milled > 0 || !Number.isFinite(row.milled)), { x: "year", y: "grade", stroke: ink, strokeWidth: 2 }),
            Plot.ruleY([0], { stroke: mute }),
          ],
        }));
      return box;
    }, (deposit) => ({ text: deposit.name })),
  };
}

export function product(report: Report, table: Table): Figure {
  const all = table.rows.map((row) => ({
    year: num(row, "year"), low: num(row, "product_p90_exceed"), middle: num(row, "product_mean"), high: num(row, "product_p10_exceed"), other: num(row, "stock_mean"),
  }));
  const years = busyYears(all, (p) => (p.middle || 0) + (p.other || 0));
  const points = all.filter((p) => years.includes(p.year));
  const unit = unitOf(table, "product_mean");
  const best = [...points].sort((a, b) => b.middle - a.middle)[0];
  const stock = points.some((p) => p.other > 0);
  return {
    title: best ? `The plant makes at most ${number(best.middle)} ${unit.replace(/\/y$/, "")} a year${onAverage(report)} (${best.year})` : "Product of the plant",
    lead: `Product of each year${report.study.main.name ? ` (${report.study.main.name})` : ""}${stock ? " and stock held at its end" : ""}.`,
    key: [...fanKey(milledColour, "product, mean"), ...(stock ? [{ text: "stock, mean", colour: mute, shape: "line" as const, dash: "5 3" }] : [])],
    tables: [table],
    draw: (width) => fan(stock ? points : points.map(({ other: _, ...rest }) => rest), { width, label: axisLabel("Product", unit), colour: milledColour, scale: fanScale(points), years }),
  };
}
