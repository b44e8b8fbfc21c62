// Experimental variograms, lag by lag with their numbers of pairs, and the model beside them.

import { chart, domain, Plot, xAxis, yAxis } from "../chart";
import { distinct, finite, num, only, type Report, type Table, unitOf, word } from "../data";
import { type Figure, multiples } from "../figure";
import { axisLabel, formula, number, words } from "../format";
import { depositsIn } from "./resource";
import { ink, mark, mute } from "../theme";

interface Lag {
  direction: string;
  distance: number;
  semivariance: number;
  pairs: number;
  model: number;
}

const axes = new Map([["major", "Along the major axis"], ["semi", "Along the semi-major axis"], ["minor", "Along the minor axis"], ["down_hole", "Down the holes"], ["all", "All directions"]]);
const few = 30; // pairs below which a lag says little; Journel & Huijbregts (1978)

// Table `variogram`: a row per deposit, domain, direction and lag; a figure per deposit and domain.
export function variogram(report: Report, table: Table): Figure[] {
  const named = new Map(depositsIn(report, table).map((deposit) => [deposit.id, deposit.name]));
  return distinct(table.rows.map((row) => `${word(row, "deposit")}\n${word(row, "domain")}`)).map((place) => {
    const own = only(table, (row) => `${word(row, "deposit")}\n${word(row, "domain")}` === place);
    const [deposit = "", domainName = ""] = place.split("\n");
    return ofDomain(`${named.get(deposit) ?? deposit}, ${words(domainName)}`, own);
  });
}

function ofDomain(name: string, table: Table): Figure {
  const lags: Lag[] = table.rows.map((row) => ({
    direction: word(row, "direction"), distance: num(row, "distance"), semivariance: num(row, "semivariance"), pairs: num(row, "pairs"), model: num(row, "model"),
  })).filter((lag) => lag.pairs > 0 && Number.isFinite(lag.semivariance));
  const directions = distinct(lags.map((lag) => lag.direction));
  const pairs = lags.reduce((sum, lag) => sum + lag.pairs, 0), thin = lags.filter((lag) => lag.pairs < few).length;
  const variable = table.rows[0] ? word(table.rows[0], "variable") : "";
  // One scale of distance for all panels, so that they compare.
  const most = Math.max(...finite(lags.map((lag) => lag.distance)));
  return {
    title: `${name}: ${number(pairs)} pairs of composites in ${number(lags.length)} lags${thin > 0 ? `, ${number(thin)} of them with fewer than ${few}` : ""}`,
    lead: `Semivariance of ${formula(variable)} against distance; the area of a dot is its number of pairs within the panel, written beside it.`,
    key: [{ text: "composites", colour: ink, shape: "box" }, { text: "the case's model, at the lags", colour: mark, shape: "line" }],
    tables: [table],
    wide: directions.length > 1,
    draw: (width) => multiples(directions, width, (direction, w) => {
      const own = lags.filter((lag) => lag.direction === direction);
      const largest = Math.max(...own.map((lag) => lag.pairs));
      const every = Math.max(1, Math.ceil(own.length / Math.max(2, Math.floor(w / 52))));
      return chart({
        width: w, height: 200, marginBottom: 44,
        x: { domain: [0, most * 1.04] }, y: { domain: domain([0, ...finite(own.flatMap((lag) => [lag.semivariance, lag.model]))], { pad: 0.16 }) },
        r: { type: "sqrt", domain: [0, largest], range: [0, 7] },
        marks: [
          ...yAxis({ label: axisLabel("Semivariance", unitOf(table, "semivariance")) }),
          ...xAxis({ label: axisLabel("Distance", "m"), ticks: w / 75 }),
          Plot.ruleY([0], { stroke: ink }),
          Plot.line(own.filter((lag) => Number.isFinite(lag.model)), { x: "distance", y: "model", stroke: mark, strokeWidth: 2, curve: "monotone-x" }),
          Plot.dot(own, { x: "distance", y: "semivariance", r: "pairs", fill: ink, fillOpacity: 0.75, stroke: "white" }),
          Plot.text(own.filter((_, i) => i % every === 0), { x: "distance", y: "semivariance", text: (lag) => number(lag.pairs), dy: -14, fontSize: 10, fill: mute }),
        ],
      });
    }, (direction) => ({ text: axes.get(direction) ?? words(direction) })),
  };
}
