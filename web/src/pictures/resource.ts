// The deposit: how much metal is left at each step, and tonnage against grade.

import { chart, nearest, Plot, xAxis, yAxis } from "../chart";
import { finite, num, type Report, type Table, unitOf, word } from "../data";
import { type Figure, multiples } from "../figure";
import { axisLabel, clauses, lowerFirst, number, ofEach, percentText, words } from "../format";
import { depositColour, ink, mute } from "../theme";

export function depositsIn(report: Report, table: Table) {
  return report.deposits.filter((deposit) => table.rows.some((row) => row["deposit"] === deposit.id));
}

export function metalBridge(report: Report, table: Table): Figure {
  const steps = table.rows.map((row) => ({
    deposit: word(row, "deposit"), order: num(row, "order"), step: words(word(row, "step")), ore: num(row, "ore_mt"), metal: num(row, "metal_kt"),
  })).sort((a, b) => a.order - b.order);
  const deposits = depositsIn(report, table);
  const grounds = deposits.filter((deposit) => report.study.deposits.some((one) => one.id === deposit.id));
  const of = (id: string) => steps.filter((step) => step.deposit === id);
  const kept = (id: string) => {
    const own = of(id).filter((step) => Number.isFinite(step.metal));
    const first = own[0], last = own[own.length - 1];
    return first && last ? 100 * last.metal / first.metal : NaN;
  };
  const lead = of(deposits[0]?.id ?? "");
  const last = lead[lead.length - 1];
  return {
    title: `Of the metal ${lead[0] ? lowerFirst(lead[0].step) : "there"}, ${ofEach(grounds, (d) => percentText(kept(d.id)))} arrives ${last ? lowerFirst(last.step) : "at the end"}`,
    lead: "Metal left after each step, thousand tonnes, and its share of the first; in pale, what the step leaves behind.",
    tables: [table],
    wide: deposits.length > 1,
    draw: (width) => multiples(deposits, width, (deposit, w) => {
      const own = of(deposit.id);
      const first = own[0]?.metal ?? 1, most = Math.max(...finite(own.map((step) => step.metal)));
      const marginLeft = Math.min(190, Math.round(w * 0.4)), marginRight = 104;
      const lost = own.map((step, i) => ({ ...step, before: own[i - 1]?.metal ?? step.metal }));
      return chart({
        width: w, height: own.length * 27 + 10, marginLeft, marginRight, marginTop: 4, marginBottom: 4,
        x: { domain: [0, most], axis: null }, y: { domain: own.map((step) => step.step), padding: 0.22, axis: null },
        marks: [
          Plot.axisY({ tickSize: 0, label: null, lineWidth: (marginLeft - 10) / 12, color: ink } as Plot.AxisYOptions),
          Plot.barX(lost, { y: "step", x1: "metal", x2: "before", fill: depositColour(report, deposit.id), fillOpacity: 0.25 }),
          Plot.barX(own, { y: "step", x: "metal", fill: depositColour(report, deposit.id) }),
          Plot.ruleX([0], { stroke: ink }),
          Plot.text(lost, { y: "step", x: (d) => Math.max(d.metal, d.before), textAnchor: "start", dx: 5, fill: ink,
            text: (d) => `${number(d.metal)} (${percentText(100 * d.metal / first)})` }),
        ],
      });
    }, (deposit) => ({ text: deposit.id === deposit.name && !grounds.includes(deposit) ? "All deposits together" : deposit.name, colour: depositColour(report, deposit.id) })),
  };
}

interface CutOff {
  cutOff: number;
  tonnes: number;
  low: number;
  high: number;
  grade: number;
  lawTonnes: number;
  lawGrade: number;
}

function drawTonnageGrade(rows: readonly CutOff[], table: Table, colour: string, width: number): Element {
  const tonnes = Math.max(...finite(rows.flatMap((row) => [row.tonnes, row.high, row.lawTonnes])));
  const grade = Math.max(...finite(rows.flatMap((row) => [row.grade, row.lawGrade])));
  const times = nearest(grade / tonnes); // grade units a unit of the left scale
  const scale: [number, number] = [0, Math.max(tonnes, grade / times) * 1.04];
  const height = Math.min(320, Math.max(250, width * 0.6));
  const label = (long: string, short: string, column: string) =>
    (width < 460 ? `${short} (${unitOf(table, column)})` : axisLabel(long, unitOf(table, column)));
  const law = rows.filter((row) => Number.isFinite(row.lawTonnes));
  const lawGrade = rows.filter((row) => Number.isFinite(row.lawGrade));
  const graded = rows.filter((row) => Number.isFinite(row.grade));
  const near = (share: number) => rows[Math.floor((rows.length - 1) * share)];
  const labels = [
    { at: near(0.3), y: (row: CutOff) => row.tonnes, text: "tonnes (left)", colour, above: true },
    { at: near(0.62), y: (row: CutOff) => row.grade / times, text: "mean grade (right)", colour: ink, above: false },
  ].flatMap((label) => (label.at ? [{ x: label.at.cutOff, y: label.y(label.at), text: label.text, colour: label.colour, above: label.above }] : []));
  return chart({
    width, height, marginRight: 56, marginBottom: 44, marginTop: 32,
    x: { domain: [Math.min(...rows.map((row) => row.cutOff)), Math.max(...rows.map((row) => row.cutOff))] }, y: { domain: scale },
    marks: [
      ...yAxis({ label: label("Tonnage above cut-off", "Tonnage", "tonnes_mean") }),
      Plot.axisY({ anchor: "right", ticks: 5, tickSize: 0, tickFormat: (v: number) => number(v * times), label: label("Mean grade", "Grade", "grade_mean"), labelArrow: "none", labelAnchor: "top", color: mute }),
      ...xAxis({ label: axisLabel("Cut-off grade", unitOf(table, "cut_off")), ticks: width / 80 }),
      Plot.areaY(rows.filter((row) => Number.isFinite(row.low) && Number.isFinite(row.high)), { x: "cutOff", y1: "low", y2: "high", fill: colour, fillOpacity: 0.2 }),
      Plot.line(rows, { x: "cutOff", y: "tonnes", stroke: colour, strokeWidth: 2.4 }),
      Plot.line(law, { x: "cutOff", y: "lawTonnes", stroke: colour, strokeWidth: 1.4, strokeDasharray: "2 3" }),
      Plot.line(graded, { x: "cutOff", y: (row: CutOff) => row.grade / times, stroke: ink, strokeWidth: 2 }),
      Plot.line(lawGrade, { x: "cutOff", y: (row: CutOff) => row.lawGrade / times, stroke: ink, strokeWidth: 1.4, strokeDasharray: "2 3" }),
      Plot.ruleY([0], { stroke: ink }),
      [true, false].map((above) => Plot.text(labels.filter((label) => label.above === above), { x: "x", y: "y", text: "text", fill: "colour", stroke: "white",
        strokeWidth: 4, fontWeight: 600, dy: above ? -8 : 14, dx: above ? 8 : 0, textAnchor: above ? "start" : "middle" })),
    ],
  });
}

export function tonnageGrade(report: Report, table: Table): Figure {
  const deposits = depositsIn(report, table);
  const of = (id: string): CutOff[] => table.rows.filter((row) => row["deposit"] === id).map((row) => ({
    cutOff: num(row, "cut_off"), tonnes: num(row, "tonnes_mean"), low: num(row, "tonnes_p90_exceed"), high: num(row, "tonnes_p10_exceed"),
    grade: num(row, "grade_mean"), lawTonnes: num(row, "law_tonnes"), lawGrade: num(row, "law_grade"),
  })).sort((a, b) => a.cutOff - b.cutOff);
  return {
    title: clauses(deposits, (deposit) => {
      const at = table.rows.find((row) => row["deposit"] === deposit.id && Number.isFinite(num(row, "stated_tonnes")));
      const own = table.rows.find((row) => row["deposit"] === deposit.id && num(row, "chosen") === 1);
      const first = of(deposit.id).find((row) => own && row.cutOff === num(own, "cut_off")) ?? of(deposit.id)[0];
      const stated = at ? ` (stated: ${number(num(at, "stated_tonnes"))} ${unitOf(table, "stated_tonnes")} at ${number(num(at, "stated_grade"))} ${unitOf(table, "stated_grade")})` : "";
      return `${first ? `${number(first.tonnes)} ${unitOf(table, "tonnes_mean")} at ${number(first.grade)} ${unitOf(table, "grade_mean")} above ${number(first.cutOff)} ${unitOf(table, "cut_off")}${stated}` : "no tonnage"}`;
    }),
    lead: "Tonnes above a cut-off (band: P90 to P10 of the realisations) and their mean grade" +
      (table.rows.some((row) => Number.isFinite(num(row, "law_tonnes"))) ? "; dotted: the law that the statement gives." : "."),
    tables: [table],
    wide: deposits.length > 1,
    draw: (width) => multiples(deposits, width, (deposit, w) =>
      drawTonnageGrade(of(deposit.id), table, depositColour(report, deposit.id), w),
    (deposit) => ({ text: deposit.name, colour: depositColour(report, deposit.id) })),
  };
}

