// The resource of deposits with drill holes: what a resource report shows.

import { num, only, type Report } from "../data";
import { element } from "../dom";
import { figure } from "../figure";
import { crossValidation, grades, modelSection, support, swath } from "../pictures/drilled";
import { variogram } from "../pictures/variogram";
import { dataTable, titled } from "../table";
import { type Chapter, chapter } from "./section";

export function ground(report: Report): Chapter | null {
  const resource = report.table("resource");
  if (!resource) return null;
  const reported = only(resource, (row) => num(row, "reported") === 1);
  const shown = { ...reported, columns: reported.columns.filter((column) => column.name !== "reported") };
  const histogram = report.table("sample_histogram"), curve = report.table("log_probability"), slices = report.table("swath");
  const blocks = report.table("model_section"), validation = report.table("cross_validation"), spread = report.table("support"), variograms = report.table("variogram");
  const byProduct = report.table("resource_by_product");
  return chapter("resource", "Resource", "The resource, from drill holes",
    "Composites, the block model kriged from them, and what it holds by class. Classes are proposals: a competent person decides.", [
      titled(report, shown),
      element("details", { class: "whole" }, element("summary", {}, "At every cut-off", element("span", { class: "file" }, "resource.csv")), dataTable(report, resource)),
      byProduct ? element("details", { class: "whole" }, element("summary", {}, byProduct.title, element("span", { class: "file" }, "resource_by_product.csv")), dataTable(report, byProduct)) : null,
      ...(histogram && curve ? grades(report, histogram, curve).map((one) => figure(report, one)) : []),
      ...(variograms ? variogram(report, variograms).map((one) => figure(report, one)) : []),
      titled(report, report.table("estimation")),
      ...(blocks ? modelSection(report, blocks, report.table("hole_section")).map((one) => figure(report, one)) : []),
      ...(slices ? swath(report, slices).map((one) => figure(report, one)) : []),
      spread ? figure(report, support(report, spread)) : null,
      validation ? figure(report, crossValidation(report, validation, report.table("cross_validation_figures"))) : null,
    ]);
}
