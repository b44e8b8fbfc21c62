// The fan of prices, one panel a commodity.

import { distinct, num, type Report, type Table, word } from "../data";
import { type Figure, multiples } from "../figure";
import { axisLabel, number } from "../format";
import { mark, mute } from "../theme";
import { fan, fanKey, fanScale, yearsOf } from "./fan";

const colour = "#3d5a80";

export function priceFan(report: Report, table: Table): Figure {
  const points = table.rows.map((row) => ({
    commodity: word(row, "commodity"), year: num(row, "year"), low: num(row, "p90_exceed"), middle: num(row, "p50"), high: num(row, "p10_exceed"), other: num(row, "mean"),
  })).filter((p) => Number.isFinite(p.year)).sort((a, b) => a.year - b.year);
  const commodities = distinct(points.map((p) => p.commodity));
  const unitOfRow = (commodity: string) => word(table.rows.find((row) => row["commodity"] === commodity) ?? {}, "unit");
  const lead = points.filter((p) => p.commodity === commodities[0]);
  const first = lead[0], last = lead[lead.length - 1];
  const planned = report.study.planning_price;
  const isMain = (commodity: string) => commodities.length === 1 || commodity === report.study.main.name || commodity === commodities[0];
  return {
    title: first && last ? `${commodities[0]}: from ${number(first.middle)} ${unitOfRow(commodities[0] ?? "")} in ${first.year} to ${number(last.middle)} in ${last.year} in the middle case, ` +
      `between ${number(last.low)} and ${number(last.high)} in eight scenarios of ten` : "Prices",
    lead: "Real prices of the scenarios.",
    key: [...fanKey(colour), { text: "mean", colour: mute, shape: "line", dash: "5 3" }],
    tables: [table],
    wide: commodities.length > 1,
    draw: (width) => multiples(commodities, width, (commodity, w) => {
      const own = points.filter((p) => p.commodity === commodity);
      const limit = isMain(commodity) && planned !== null ? { value: planned, text: `planning price ${number(planned)}`, colour: mark } : undefined;
      return fan(own, { width: w, label: axisLabel("Price", unitOfRow(commodity)),
        colour, otherColour: mute, scale: fanScale(own), years: yearsOf(own), limit });
    }, (commodity) => ({ text: commodities.length > 1 ? commodity : "" }), 210),
  };
}

