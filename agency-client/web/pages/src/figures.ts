// SPDX-License-Identifier: Apache-2.0
// What the charts show of the counts.
import type { Bar, Point } from "./charts";
import { cut, everything, figure, tableOf, type Cell, type Choice, type Counts, type Table } from "./counts";

// A flag in a word: the whole of it stands below.
export function shortFlag(counts: Counts, flag: string): string {
  return counts.label("flag", flag).split(",")[0].toLowerCase();
}

// What stands for a cell; one that is not there was not counted once.
function wordsOf(counts: Counts, cell: Cell | undefined): string {
  if (!cell) return "0";
  return cell.value !== undefined ? String(cell.value) : shortFlag(counts, cell.flag);
}

function barOf(counts: Counts, label: string, cell: Cell | undefined, group?: string): Bar {
  return { label, group, value: cell?.value, words: wordsOf(counts, cell) };
}

// The totals of a table by its columns, or by its rows.
function totals(counts: Counts, table: Table, by: "row" | "column", choice: Choice, group?: string): Bar[] {
  const other = by === "row" ? "column" : "row";
  const wanted = choice[(by === "row" ? table.columns : table.rows) as keyof Choice] || "";
  return cut(table, choice).cells.filter((cell) => cell[by] && cell[other] === wanted)
    .map((cell) => barOf(counts, counts.label(by === "row" ? table.rows : table.columns, cell[by]), cell, group));
}

export function stateBars(counts: Counts, choice: Choice): Bar[] {
  const quarter = counts.quarters[0];
  if (counts.scope === "own")
    return ["received", "sent"].flatMap((measure) => {
      const table = tableOf(quarter, measure);
      return table ? totals(counts, table, "column", choice, counts.label("measure", measure)) : [];
    });
  return ["accepted", "declined", "redirected", "withdrawn", "superseded", "open"].map((measure) => {
    const table = tableOf(quarter, measure);
    return barOf(counts, counts.label("measure", measure), figure(table, everything));
  });
}

export function decisionBars(counts: Counts, choice: Choice): Bar[] {
  const table = tableOf(counts.quarters[0], "days-to-decision");
  const rows = table ? cut(table, choice).cells.filter((cell) => cell.column === "median") : [];
  return rows.map((cell) => {
    const late = table!.cells.find((item) => item.row === cell.row && item.column === "p90");
    return { ...barOf(counts, counts.label(table!.rows, cell.row), cell), mark: late?.value };
  });
}

export function unmetBars(counts: Counts, choice: Choice): Bar[] {
  const table = tableOf(counts.quarters[0], "unmet-need");
  return table ? totals(counts, table, "column", choice) : [];
}

export function trendPoints(counts: Counts, choice: Choice): Point[] {
  const measures = ["received", counts.scope === "own" ? "sent" : "open", "accepted", "declined"];
  return measures.flatMap((measure) => counts.quarters.slice().reverse().map((quarter) => {
    const point = { label: quarter.period, group: counts.label("measure", measure) };
    if (!quarter.fetched) return { ...point, words: "" };
    const cell = figure(tableOf(quarter, measure), choice);
    return { ...point, words: wordsOf(counts, cell), value: cell ? cell.value : 0 };
  }));
}
