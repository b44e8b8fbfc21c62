// Experimental variograms, lag by lag with their numbers of pairs, and the model beside them.

import { chart, domain, Plot, xAxis, yAxis } from "../chart";
import { distinct, finite, num, type Report, type Table, unitOf, word } from "../data";
import { type Figure, multiples } from "../figure";
import { axisLabel, number, words } from "../format";
import { ink, mark, mute } from "../theme";

interface Lag {
  panel: string;
  direction: string;
  distance: number;
  semivariance: number;
  pairs: number;
  model: number;
}

const few = 30; // pairs below which a lag says little; Journel & Huijbregts (1978)

// Table `variogram`: a row per variable, direction and lag; a column `deposit` where a report has several.
export function variogram(_report: Report, table: Table): Figure {
  const lags: Lag[] = table.rows.map((row) => ({
    panel: [word(row, "deposit"), word(row, "variable"), words(word(row, "direction"))].filter((part) => part && part !== "all").join(", "),
    direction: word(row, "direction"), distance: num(row, "distance"), semivariance: num(row, "semivariance"), pairs: num(row, "pairs"), model: num(row, "model"),
  })).filter((lag) => lag.pairs > 0 && Number.isFinite(lag.semivariance));
  const panels = distinct(lags.map((lag) => lag.panel));
  const modelled = lags.filter((lag) => Number.isFinite(lag.model));
  const pairs = lags.reduce((sum, lag) => sum + lag.pairs, 0), thin = lags.filter((lag) => lag.pairs < few).length;
  // One scale of distance for all panels, so that they compare.
  const most = Math.max(...finite(lags.map((lag) => lag.distance)));
  const largest = Math.max(...finite(lags.map((lag) => lag.pairs)));
  return {
    title: `${number(pairs)} pairs of samples in ${number(lags.length)} lags${thin > 0 ? `, ${number(thin)} of them with fewer than ${few}` : ""}`,
    lead: "Semivariance against distance; the area of a dot is its number of pairs, written beside it.",
    key: [{ text: "experimental", colour: ink, shape: "box" }, ...(modelled.length > 0 ? [{ text: "model, at the lags", colour: mark, shape: "line" as const }] : [])],
    tables: [table],
    wide: panels.length > 1,
    draw: (width) => multiples(panels, width, (panel, w) => {
      const own = lags.filter((lag) => lag.panel === panel);
      const every = Math.max(1, Math.ceil(own.length / Math.max(2, Math.floor(w / 52))));
      return chart({
        width: w, height: 240, marginBottom: 44,
        x: { domain: [0, most * 1.04] }, y: { domain: domain([0, ...finite(own.flatMap((lag) => [lag.semivariance, lag.model]))], { pad: 0.16 }) },
        r: { type: "sqrt", domain: [0, largest], range: [0, 8] },
        marks: [
          ...yAxis({ label: axisLabel("Semivariance", unitOf(table, "semivariance")) }),
          ...xAxis({ label: axisLabel("Distance", unitOf(table, "distance") || "m"), ticks: w / 75 }),
          Plot.ruleY([0], { stroke: ink }),
          Plot.line(own.filter((lag) => Number.isFinite(lag.model)), { x: "distance", y: "model", stroke: mark, strokeWidth: 2, curve: "monotone-x" }),
          Plot.dot(own, { x: "distance", y: "semivariance", r: "pairs", fill: ink, fillOpacity: 0.75, stroke: "white" }),
          Plot.text(own.filter((_, i) => i % every === 0), { x: "distance", y: "semivariance", text: (lag) => number(lag.pairs), dy: -14, fontSize: 10, fill: mute }),
        ],
      });
    }, (panel) => ({ text: panel || "All directions", colour: ink })),
  };
}
