// Dependence, the mine, the prices.

import type { Report } from "../data";
import { bullets, element } from "../dom";
import { figure } from "../figure";
import { costCurve } from "../pictures/cost_curve";
import { flowMap } from "../pictures/flow-map";
import { flowsheet } from "../pictures/flowsheet";
import { pitByPit } from "../pictures/pit";
import { priceFan } from "../pictures/prices";
import { reach } from "../pictures/reach";
import { metalBridge, tonnageGrade } from "../pictures/resource";
import { product, schedule } from "../pictures/schedule";
import { sections } from "../pictures/section";
import { dataTable, titled } from "../table";
import { type Chapter, chapter, reason } from "./section";

// Tables of the market that stand in full, each across the page.
function marketTables(report: Report, names: readonly string[]): (HTMLElement | null)[] {
  return names.map((name) => {
    const shown = titled(report, report.table(name));
    return shown ? element("div", { class: "wide" }, shown) : null;
  });
}

export function dependence(report: Report): Chapter | null {
  const table = report.table("dependence");
  const said = bullets(report.text.dependence);
  const flows = report.table("market_flows"), places = report.table("market_places"), costs = report.table("cost_curve");
  const map = flows && places ? flowMap(report, flows, places) : null, curve = costs ? costCurve(report, costs) : null;
  return chapter("dependence", "Dependence", "Who depends on whom",
    "Per buyer, before and after: who sells, refines or has transit of what the buyer uses.", [
      said ? element("div", { class: "card plain" }, said) : null,
      ...(table ? reach(report, table).map((one) => figure(report, one)) : [reason(report.why("dependence"))]),
      map ? figure(report, map) : null,
      ...marketTables(report, ["market_effects", "market_reliance", "clauses"]),
      curve ? figure(report, curve) : null,
      ...marketTables(report, [...(curve ? [] : ["cost_curve"]), "backtest", "price_paths_check"]),
    ]);
}

export function mine(report: Report): Chapter | null {
  const metal = report.table("metal_bridge"), curve = report.table("tonnage_grade"), cut = report.table("section");
  const shells = report.table("pit_by_pit"), plan = report.table("schedule"), made = report.table("product");
  const flows = report.table("flowsheet"), above = report.table("plan_view"), said = bullets(report.text.plans);
  return chapter("mine", "Mine", "The mine", "From the metal in the ground to the product: what is there, what is dug, what is made.", [
    said ? element("div", { class: "card plain" }, said) : null,
    metal ? figure(report, metalBridge(report, metal)) : reason(report.why("metal_bridge")),
    titled(report, report.table("statement_classes")),
    curve ? figure(report, tonnageGrade(report, curve)) : reason(report.why("tonnage_grade")),
    ...(cut ? sections(report, cut, above).map((one) => figure(report, one)) : [reason(report.why("section"))]),
    shells ? figure(report, pitByPit(report, shells)) : reason(report.why("pit_by_pit")),
    plan ? figure(report, schedule(report, plan)) : reason(report.why("schedule")),
    made ? figure(report, product(report, made)) : reason(report.why("product")),
    flows ? figure(report, flowsheet(report, flows)) : reason(report.why("flowsheet")),
    titled(report, report.table("products")),
    element("div", { class: "wide" }, titled(report, report.table("pushbacks")), titled(report, report.table("slopes"))),
  ]);
}

export function prices(report: Report): Chapter | null {
  const fan = report.table("price"), valueOfPrice = report.table("price_value");
  return chapter("prices", "Prices", "Prices and events", "", [
    fan ? figure(report, priceFan(report, fan)) : reason(report.why("price")),
    titled(report, report.table("price_check")),
    valueOfPrice ? element("details", { class: "whole" }, element("summary", {}, valueOfPrice.title), dataTable(report, valueOfPrice)) : null,
    titled(report, report.table("events")),
  ]);
}
