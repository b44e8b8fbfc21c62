// Value over a flat price and a discount rate: each cell has its number.

import { chart, Plot } from "../chart";
import { finite, num, type Report, type Table, unitOf } from "../data";
import type { Figure } from "../figure";
import { number, whole } from "../format";
import { ink, mute } from "../theme";

// White at zero, darker with size; brown below, blue above.
function shade(value: number, most: number): string {
  if (!Number.isFinite(value)) return "#eceff1";
  const t = Math.min(1, Math.abs(value) / most) ** 0.6;
  const to = value < 0 ? [190, 110, 50] : [60, 130, 170];
  return `rgb(${to.map((channel) => Math.round(255 + (channel - 255) * t)).join(",")})`;
}

interface GridCell {
  readonly price: number;
  readonly rate: number;
  readonly npv: number;
}

// At which price a column of the grid turns from a loss to a gain: between two of its prices, by a straight line.
function gridFinding(cells: readonly GridCell[], rate: number): string {
  const own = cells.filter((c) => c.rate === rate && Number.isFinite(c.npv)).sort((a, b) => a.price - b.price);
  const first = own[0], last = own[own.length - 1], head = `At a rate of ${number(rate)} % the project`;
  if (!first || !last) return "Value against price and rate";
  if (first.npv >= 0) return `${head} is worth its capital at every price shown, from ${number(first.price)} on`;
  const at = own.findIndex((c) => c.npv >= 0), above = own[at], below = own[at - 1];
  if (!above || !below) return `${head} is not worth its capital at any price shown, up to ${number(last.price)}`;
  const even = below.price + (above.price - below.price) * -below.npv / (above.npv - below.npv);
  return `${head} loses value at ${number(below.price)} and gains at ${number(above.price)}: it breaks even near ${number(even)}`;
}

export function priceRateGrid(report: Report, table: Table, priceLabel: string): Figure {
  const asPercent = unitOf(table, "rate") === "%" ? 1 : 100;
  const cells = table.rows.map((row) => ({ price: num(row, "price"), rate: num(row, "rate") * asPercent, npv: num(row, "npv") }));
  const prices = [...new Set(finite(cells.map((c) => c.price)))].sort((a, b) => a - b);
  const rates = [...new Set(finite(cells.map((c) => c.rate)))].sort((a, b) => a - b);
  const sizes = finite(cells.map((c) => Math.abs(c.npv))).sort((a, b) => a - b);
  const most = sizes[Math.floor(sizes.length * 0.9)] || 1;
  const middle = rates[Math.floor((rates.length - 1) / 2)] ?? 0;
  const planned = report.study.planning_price;
  const rate = rates.includes(8) ? 8 : middle;
  return {
    title: gridFinding(cells, rate),
    lead: "Net present value of the project, million USD, at prices held flat (down) and real discount rates (across).",
    tables: [table],
    paperWide: true,
    draw(width) {
      const cell = (width - 66) / Math.max(1, rates.length);
      const marked = (price: number) => planned !== null && prices.length > 0 &&
        prices.every((p) => Math.abs(p - planned) >= Math.abs(price - planned));
      return chart({
        width, height: prices.length * 24 + 76, marginLeft: 62, marginTop: 64, marginBottom: 8, marginRight: 4,
        x: { type: "band", domain: rates, padding: 0.02 }, y: { type: "band", domain: prices, padding: 0.04 },
        marks: [
          Plot.axisX({ anchor: "top", tickSize: 0, tickFormat: (v: number) => `${number(v)} %`, label: null, color: mute }),
          Plot.text(["Discount rate, real"], { frameAnchor: "top", dy: -38, text: (d: string) => d, fill: mute }),
          Plot.axisY({ tickSize: 0, tickFormat: (v: number) => (marked(v) ? `▸ ${number(v)}` : number(v)), label: null, color: ink }),
          Plot.text([priceLabel], { frameAnchor: "top-left", dx: -60, dy: -56, text: (d: string) => d, fill: mute, textAnchor: "start" }),
          Plot.cell(cells, { x: "rate", y: "price", fill: (c) => shade(c.npv, most) }),
          [true, false].map((pays) => Plot.text(cells.filter((c) => (c.npv >= 0) === pays),
            { x: "rate", y: "price", text: (c) => whole(c.npv), fill: ink, fontSize: Math.max(8, Math.min(12, cell / 3.9)), fontWeight: pays ? 600 : 400 })),
        ],
      });
    },
    note: planned !== null ? `▸ nearest to the planning price, ${number(planned)}. Figures in bold: the project earns more than the rate.` : "",
  };
}
