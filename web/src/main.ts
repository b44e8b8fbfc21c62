// The report: reads the tables that stand in the page and lays them out, chapter by chapter.

import "./report.css";
import { read } from "./data";
import { element } from "./dom";
import { startDrawing } from "./figure";
import { debtOfTable, lines, partiesOfTable, result, sideBySide, value } from "./sections/cash_flow";
import { checks } from "./sections/checks";
import { decisions } from "./sections/decisions";
import { front } from "./sections/front";
import { ground } from "./sections/ground";
import { inputs } from "./sections/inputs";
import { investor, lender, state } from "./sections/parties";
import type { Chapter } from "./sections/section";
import { dependence, mine, prices } from "./sections/substance";

const report = read(document.getElementById("lode-data")?.textContent ?? "{}");
const page = document.getElementById("report") ?? document.body;
const ofRun = [front, decisions, state, lender, investor, dependence, ground, mine, prices, inputs, checks];
const ofCashFlow = [result, sideBySide, value, debtOfTable, partiesOfTable, lines];
const chapters = (report.command === "cashflow" ? ofCashFlow : ofRun)
  .map((make) => make(report)).filter((one): one is Chapter => one !== null);

page.append(element("nav", { "aria-label": "Chapters" },
  ...chapters.map((chapter) => element("a", { href: `#${chapter.id}` }, chapter.name))));
for (const chapter of chapters) page.append(chapter.body);
page.append(element("footer", {}, `Lode ${report.version}. No technical report in the sense of any securities code; no qualified person has signed it.`));
startDrawing();
