// What a breakeven price is made of: costs one on the other up to the price.

import { chart, domain, Plot, xAxis } from "../chart";
import { num, type Report, type Table, unitOf, word } from "../data";
import type { Figure } from "../figure";
import { axisLabel, number, percentText, signed, words } from "../format";
import { gain, ink, loss, mute } from "../theme";

export function breakevenCost(_report: Report, table: Table): Figure {
  let sum = 0;
  const rows = table.rows.map((row) => ({ item: words(word(row, "item")), value: num(row, "value") })).filter((row) => row.value !== 0 && Number.isFinite(row.value))
    .map((row) => ({ ...row, from: sum, to: (sum += row.value) }));
  const unit = unitOf(table, "value");
  const largest = [...rows].sort((a, b) => b.value - a.value)[0];
  const all = [...rows, { item: "Breakeven price", value: sum, from: 0, to: sum }];
  const isSum = (row: { item: string }) => row.item === "Breakeven price";
  return {
    title: `The breakeven price of ${number(sum)} ${unit} pays for ${largest ? `${largest.item.toLowerCase()} first (${percentText(100 * largest.value / sum)})` : "nothing"}`,
    lead: "Present value of each cost over that of what is paid for; income from by-products counts against them. The parts add up to the price.",
    ...(table.note ? { note: table.note } : {}),
    tables: [table],
    paperWide: true,
    draw(width) {
      const marginLeft = Math.min(190, Math.round(width * 0.4));
      const right = (row: { from: number; to: number }) => Math.max(row.from, row.to);
      return chart({
        width, height: all.length * 22 + 48, marginLeft, marginRight: 46, marginTop: 4, marginBottom: 42,
        x: { domain: domain(all.flatMap((row) => [row.from, row.to])) }, y: { domain: all.map((row) => row.item), padding: 0.22, axis: null },
        marks: [
          ...xAxis({ label: axisLabel("Price", unit), ticks: Math.min(6, width / 90), grid: true }),
          Plot.axisY({ tickSize: 0, label: null, color: ink, lineWidth: (marginLeft - 10) / 12 } as Plot.AxisYOptions),
          Plot.barX(all, { y: "item", x1: "from", x2: "to", fill: (row) => (isSum(row) ? mute : row.value < 0 ? gain : loss) }),
          Plot.text(all, { y: "item", x: right, text: (row) => (isSum(row) ? number(row.value) : signed(row.value)), textAnchor: "start", dx: 4, fill: ink }),
          Plot.ruleX([0], { stroke: ink }),
        ],
      });
    },
  };
}
