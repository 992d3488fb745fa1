// SPDX-License-Identifier: Apache-2.0
// What was counted, read from the program's answer, and cut to what somebody chose to see.
import { attribute, child, children, is } from "./xml";

export interface Cell {
  row: string; // a code; "" is the total
  column: string;
  value?: number; // none: the flag says why
  flag: string;
}

export interface Table {
  measure: string;
  unit: string;
  rows: string; // what the rows' codes are; "" when there are none
  columns: string;
  cells: Cell[];
}

export interface Quarter {
  period: string;
  fetched: string; // "" when it was never said
  tables: Table[];
}

export interface Counts {
  period: string;
  present: string;
  scope: string;
  isReachable: boolean;
  quarters: Quarter[]; // the newest first
  label: (list: string, code: string) => string;
}

// Which part of everything: a code for each of these dimensions, "" for all.
export const choosable = ["agency", "area", "need"] as const;
export type Choice = Record<(typeof choosable)[number], string>;
export const everything: Choice = { agency: "", area: "", need: "" };

function readCell(cell: Element): Cell {
  const value = cell.getAttribute("value");
  return { row: attribute(cell, "row"), column: attribute(cell, "column"), flag: attribute(cell, "flag"),
    value: value === null ? undefined : Number(value) };
}

function readTable(table: Element): Table {
  return { measure: attribute(table, "measure"), unit: attribute(table, "unit"), rows: attribute(table, "rows"),
    columns: attribute(table, "columns"), cells: children(table, "cell").map(readCell) };
}

export function readCounts(root: Element): Counts {
  const asked = child(root, "asked")!;
  const words = new Map<string, string>();
  for (const item of children(root, "label"))
    words.set(`${attribute(item, "list")} ${attribute(item, "code")}`, attribute(item, "label"));
  for (const agency of children(root, "agency")) words.set(`agency ${attribute(agency, "id")}`, attribute(agency, "name"));
  return {
    period: attribute(asked, "period"),
    present: attribute(asked, "present"),
    scope: attribute(asked, "scope"),
    isReachable: is(asked, "reachable"),
    quarters: children(root, "quarter").map((quarter) => {
      const view = child(quarter, "statistics");
      return { period: attribute(quarter, "period"), fetched: attribute(quarter, "fetched"),
        tables: view ? children(view, "table").map(readTable) : [] };
    }),
    label: (list, code) => code ? words.get(`${list} ${code}`) ?? code : "Total",
  };
}

// The codes of one side of a table, the total last.
export function codesOfSide(table: Table, side: "row" | "column"): string[] {
  const found = Array.from(new Set(table.cells.map((cell) => cell[side])));
  return [...found.filter(Boolean), ...found.filter((code) => !code)];
}

// Every code of a dimension that some table knows.
export function codesOf(counts: Counts, dimension: string): string[] {
  const codes = new Set<string>();
  for (const quarter of counts.quarters)
    for (const table of quarter.tables)
      for (const cell of table.cells) {
        if (table.rows === dimension && cell.row) codes.add(cell.row);
        if (table.columns === dimension && cell.column) codes.add(cell.column);
      }
  return Array.from(codes).sort((one, other) => counts.label(dimension, one).localeCompare(counts.label(dimension, other)));
}

// What was chosen, as far as these counts know it: what nobody can see chosen cuts nothing.
export function knownOf(counts: Counts, choice: Choice): Choice {
  const known = choosable.filter((dimension) => codesOf(counts, dimension).includes(choice[dimension]));
  return { ...everything, ...Object.fromEntries(known.map((dimension) => [dimension, choice[dimension]])) };
}

// The dimensions that were chosen but that this table is not counted by.
export function notCountedBy(table: Table, choice: Choice): string[] {
  return choosable.filter((dimension) => choice[dimension] && table.rows !== dimension && table.columns !== dimension);
}

// Only the rows and columns that were chosen.
export function cut(table: Table, choice: Choice): Table {
  const row = choice[table.rows as keyof Choice];
  const column = choice[table.columns as keyof Choice];
  return { ...table, cells: table.cells.filter((cell) => (!row || cell.row === row) && (!column || cell.column === column)) };
}

// The one figure for what was chosen: at its row and column, or at their totals.
export function figure(table: Table | undefined, choice: Choice): Cell | undefined {
  const row = choice[table?.rows as keyof Choice] || "";
  const column = choice[table?.columns as keyof Choice] || "";
  return table?.cells.find((cell) => cell.row === row && cell.column === column);
}

export function tableOf(quarter: Quarter | undefined, measure: string, unit = "leg"): Table | undefined {
  return quarter?.tables.find((table) => table.measure === measure && (table.unit === unit || measure !== "sent"));
}
