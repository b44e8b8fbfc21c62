// From the reference bid to another, term by term, for each party: a waterfall of the difference.

import { chart, Plot } from "../chart";
import { finite, group, num, only, type Report, type Table, word } from "../data";
import type { Figure } from "../figure";
import { fixed, lowerFirst, money, signed, words } from "../format";
import { bidColour, bidName, gain, ink, loss, faint, mute } from "../theme";

interface Step {
  party: string;
  term: string;
  from: number;
  to: number;
  change: number;
  total: boolean;
}

interface Party {
  id: string;
  name: string;
  start: number;
  end: number;
  steps: Step[];
}

const totalName = "Difference";

function partyOf(rows: readonly { id: string; name: string; term: string; order: number; value: number }[]): Party {
  const sorted = [...rows].sort((a, b) => a.order - b.order);
  const first = sorted[0], last = sorted[sorted.length - 1];
  const name = first?.name ?? "", start = first?.value ?? NaN, end = last?.value ?? NaN;
  const steps: Step[] = [];
  let at = 0;
  for (const row of sorted.slice(1, -1)) {
    steps.push({ party: name, term: words(row.term), from: at, to: at + row.value, change: row.value, total: false });
    at += Number.isFinite(row.value) ? row.value : 0;
  }
  steps.push({ party: name, term: totalName, from: 0, to: end - start, change: end - start, total: true });
  return { id: first?.id ?? "", name, start, end, steps };
}

// "+63 offtake and marketing"
function part(step: Step | undefined, decimals: number): string {
  return step ? `${signed(step.change, decimals)} ${lowerFirst(step.term)}` : "";
}

// What the party gains or loses, and the largest bar to either side: a small sum may be the difference of large parts.
function finding(report: Report, parties: readonly Party[], bid: string, decimals: number): string {
  const lead = parties.find((party) => party.id === "host") ??
    [...parties].sort((a, b) => Math.abs(b.end - b.start) - Math.abs(a.end - a.start))[0];
  if (!lead) return "";
  const change = lead.end - lead.start;
  const steps = lead.steps.filter((step) => !step.total && Math.abs(step.change) >= 0.05).sort((a, b) => b.change - a.change);
  const up = steps.find((step) => step.change > 0), down = [...steps].reverse().find((step) => step.change < 0);
  const both = (change < 0 ? [down, up] : [up, down]).map((step) => part(step, decimals)).filter(Boolean);
  const reference = bidName(report, report.bids[0]?.id ?? "");
  const verb = Math.abs(change) < 0.5 ? "is worth the same" : `${change < 0 ? "loses" : "gains"} ${money(Math.round(Math.abs(change)))}`;
  return `${bidName(report, bid)} instead of ${reference}: ${lead.name} ${verb}` +
    (both.length === 2 ? `; the largest parts are ${both[0]} and ${both[1]}` : both.length === 1 ? `; the largest part is ${both[0]}` : "");
}

function drawSome(parties: readonly Party[], terms: readonly string[], scale: [number, number], width: number,
  marginLeft: number, colour: string, decimals: number): Element {
  const steps = parties.flatMap((party) => party.steps);
  const panel = (width - marginLeft) / parties.length;
  const tight = width < 720 && parties.length > 1;
  const height = (tight ? 15 : 21) * terms.length + 62;
  const label = (sign: number, total: boolean) => Plot.text(steps.filter((step) => (step.change < 0 ? -1 : 1) === sign && step.total === total), {
    fx: "party", y: "term", x: (d: Step) => (sign > 0 ? Math.max(d.from, d.to) : Math.min(d.from, d.to)),
    text: (d: Step) => signed(d.change, decimals), textAnchor: sign > 0 ? "start" : "end", dx: 4 * sign,
    fontWeight: total ? 700 : 400, fill: ink, fontSize: 11, stroke: "white", strokeWidth: 3,
  });
  return chart({
    width, height, marginLeft, marginRight: 4, marginTop: 56, marginBottom: 6,
    x: { domain: scale, axis: null },
    y: { domain: terms, padding: 0.28, axis: null },
    fx: { domain: parties.map((party) => party.name), padding: 0.06, axis: null },
    marks: [
      Plot.frame({ anchor: "top", stroke: faint }),
      Plot.axisY({ tickSize: 0, label: null, fx: parties[0]?.name ?? "", lineWidth: (marginLeft - 6) / 11,
        fontSize: marginLeft < 140 ? 11 : 12, textOverflow: "ellipsis", facetAnchor: "left", color: ink } as Plot.AxisYOptions),
      Plot.ruleX([0], { stroke: ink }),
      Plot.barX(steps, {
        fx: "party", y: "term", x1: "from", x2: "to",
        fill: (d: Step) => (d.total ? colour : d.change < 0 ? loss : gain),
      }),
      label(1, false), label(-1, false), label(1, true), label(-1, true),
      Plot.text(parties, { fx: "name", frameAnchor: "top", lineAnchor: "bottom", dy: -22, text: "name", lineWidth: panel / 13.5,
        fontWeight: 600, fill: ink }),
      Plot.text(parties, { fx: "name", frameAnchor: "top", lineAnchor: "bottom", dy: -7, fill: mute,
        text: (d: Party) => `${fixed(d.start, decimals)} → ${fixed(d.end, decimals)}` }),
    ],
  });
}

// One figure for each bid other than the reference.
export function bridges(report: Report, table: Table): Figure[] {
  const byBid = group(table.rows, (row) => word(row, "bid"));
  return [...byBid].map(([bid, rows]) => {
    const byParty = group(rows, (row) => word(row, "party"));
    const parties = [...byParty.values()].map((own) => partyOf(own.map((row) => ({
      id: word(row, "party"), name: word(row, "name"), term: word(row, "term"), order: num(row, "order"), value: num(row, "value"),
    })))).filter((party) => party.steps.some((step) => Math.abs(step.change) > 1e-9));
    const terms = [...new Set(parties.flatMap((party) => party.steps.filter((s) => !s.total).map((s) => s.term))), totalName];
    const decimals = parties.some((party) => party.steps.some((step) => Math.abs(step.change) >= 20)) ? 0 : 1;
    const ends = finite(parties.flatMap((party) => party.steps.flatMap((step) => [step.from, step.to])));
    return {
      title: finding(report, parties, bid, decimals),
      lead: `If it closes and is built: change of each party's mean value when the terms of ${bidName(report, report.bids[0]?.id ?? "")} are replaced one by one ` +
        `by those of ${bidName(report, bid)}, million USD; above each panel the value before and after.`,
      tables: [only(table, (row) => word(row, "bid") === bid)],
      wide: true,
      draw(width: number) {
        const marginLeft = width < 720 ? 138 : 150;
        const most = Math.max(1, Math.min(5, Math.floor((width - marginLeft) / 134)));
        const lines = Math.ceil(parties.length / most) || 1;
        const perLine = Math.ceil(parties.length / lines) || 1;
        const low = Math.min(0, ...ends), high = Math.max(0, ...ends);
        const panel = (width - marginLeft) / perLine * 0.92;
        // Room for a number on either side.
        const pad = (high - low || 1) * 36 / Math.max(30, panel - 72);
        const box = document.createElement("div");
        for (let i = 0; i < parties.length; i += perLine) {
          const some = parties.slice(i, i + perLine);
          const own = marginLeft + (width - marginLeft) * some.length / perLine;
          box.append(drawSome(some, terms, [low - pad, high + pad], own, marginLeft, bidColour(report, bid), decimals));
        }
        return box;
      },
    };
  });
}
