// Something against the factor on all prices, a line for each rate or case.

import { chart, domain, Plot, xAxis, yAxis, zeroLine } from "../chart";
import { finite } from "../data";
import { mute } from "../theme";

export interface Curve {
  readonly name: string;
  readonly colour: string;
  readonly dash: string;
  readonly points: readonly { readonly factor: number; readonly value: number }[];
}

// most: values above it are not drawn, as shares of next to nothing are.
export function againstPrice(curves: readonly Curve[], width: number, label: string, most = Infinity): Element {
  const factors = finite(curves.flatMap((curve) => curve.points.map((point) => point.factor)));
  const values = finite(curves.flatMap((curve) => curve.points.map((point) => point.value)));
  return chart({
    width, height: Math.min(320, Math.max(220, width * 0.55)), marginBottom: 44,
    x: { domain: [Math.min(...factors), Math.max(...factors)] }, y: { domain: domain(values.map((value) => Math.min(value, most))) },
    marks: [
      ...yAxis({ label }), ...xAxis({ label: "Factor on all prices", ticks: width / 80 }), zeroLine(),
      Plot.ruleX([1], { stroke: mute, strokeDasharray: "3 3" }),
      curves.map((curve) => Plot.line(curve.points.filter((point) => Number.isFinite(point.value)).sort((a, b) => a.factor - b.factor),
        { clip: true, x: "factor", y: "value", stroke: curve.colour, strokeWidth: 2.2, strokeDasharray: curve.dash || "none" })),
    ],
  });
}
