// From the venture's pre-tax cash over the life to what each party gets of it, per bid.

import { chart, Plot, xAxis } from "../chart";
import { num, type Report, type Table, word } from "../data";
import { type Figure, multiples } from "../figure";
import { clauses, fixed, money } from "../format";
import { bidColour, bidsIn, gain, ink, loss } from "../theme";

interface Step {
  name: string;
  from: number;
  to: number;
  value: number;
  whole: boolean;
}

function stepsOf(table: Table, bid: string): Step[] {
  const rows = table.rows.filter((row) => row["bid"] === bid).sort((a, b) => num(a, "order") - num(b, "order"));
  const [all, ...parties] = rows;
  if (!all) return [];
  const out: Step[] = [{ name: word(all, "name"), from: 0, to: num(all, "mean"), value: num(all, "mean"), whole: true }];
  let left = num(all, "mean");
  for (const row of parties) {
    const value = num(row, "mean");
    out.push({ name: word(row, "name"), from: left, to: left - value, value, whole: false });
    left -= value;
  }
  return out;
}

export function waterfall(report: Report, table: Table): Figure {
  const bids = bidsIn(report, table.rows.map((row) => word(row, "bid")));
  const of = new Map(bids.map((bid) => [bid.id, stepsOf(table, bid.id)]));
  const ends = [...of.values()].flat().flatMap((step) => [step.from, step.to, 0]);
  const low = Math.min(...ends), high = Math.max(...ends), reach = high - low || 1;
  const host = (bid: string) => table.rows.filter((row) => row["bid"] === bid && ["state", "fund", "seller"].includes(word(row, "party")))
    .reduce((sum, row) => sum + num(row, "mean"), 0);
  const state = (bid: string) => (of.get(bid) ?? [])[1]?.value ?? 0;
  return {
    title: clauses(bids, (bid) => `of ${money((of.get(bid.id) ?? [])[0]?.value ?? 0)} of pre-tax cash the treasury gets ${money(state(bid.id))}, with the fund and the price of the stake ${money(host(bid.id))}`),
    lead: "The venture's pre-tax cash over the life, and what each party gets of it, one after the other until nothing is left; a bar to the right is money that the party puts in on balance. Means, million USD of the base date, not discounted.",
    key: [{ text: "gets", colour: gain, shape: "box" }, { text: "puts in", colour: loss, shape: "box" }],
    tables: [table, ...["payments"].flatMap((name) => report.table(name) ?? [])],
    wide: true,
    draw: (width) => multiples(bids, width, (bid, w) => {
      const steps = of.get(bid.id) ?? [];
      const marginLeft = Math.min(190, Math.round(w * 0.42));
      return chart({
        width: w, height: 22 * steps.length + 70, marginLeft, marginRight: 10, marginTop: 8, marginBottom: 40,
        x: { domain: [low - 0.14 * reach, high + 0.16 * reach] },
        y: { domain: steps.map((step) => step.name), padding: 0.25, axis: null },
        marks: [
          ...xAxis({ label: "Million USD", ticks: w / 110, grid: true }),
          Plot.axisY({ tickSize: 0, label: null, color: ink, lineWidth: (marginLeft - 12) / 12, fontSize: w < 420 ? 10.5 : 12 } as Plot.AxisYOptions),
          Plot.ruleX([0], { stroke: ink }),
          Plot.barX(steps, { y: "name", x1: "from", x2: "to", fill: (d: Step) => (d.whole ? bidColour(report, bid.id) : d.value < 0 ? loss : gain) }),
          Plot.text(steps, { y: "name", x: (d: Step) => Math.max(d.from, d.to), text: (d: Step) => fixed(d.value, 0), dx: 4, textAnchor: "start", fill: ink, stroke: "white", strokeWidth: 3 }),
        ],
      });
    }, (bid) => ({ text: bid.name, colour: bidColour(report, bid.id) })),
  };
}
