// SPDX-License-Identifier: Apache-2.0
// Whether tables of counts have room beside a chart, and which side of them goes down.
import { codesOfSide, type Counts, type Table } from "./counts";
import { shortFlag } from "./figures";

const ROOM = 58; // characters, of the half of a page
const GAP = 2;

function longestWord(text: string): number {
  return Math.max(0, ...text.split(/\s/).map((word) => word.length));
}

// Characters across, when headings are broken between words.
function breadth(table: Table, counts: Counts): number {
  const rows = codesOfSide(table, "row").map((code) => longestWord(counts.label(table.rows, code)));
  const columns = codesOfSide(table, "column").map((code) => {
    const words = table.cells.filter((cell) => cell.column === code)
      .map((cell) => (cell.value === undefined ? shortFlag(counts, cell.flag) : String(cell.value)));
    return Math.max(longestWord(table.columns ? counts.label(table.columns, code) : ""), ...words.map((word) => word.length));
  });
  return Math.max(0, ...rows) + columns.reduce((sum, column) => sum + column + GAP, 0);
}

function turned(table: Table): Table {
  return { ...table, rows: table.columns, columns: table.rows,
    cells: table.cells.map((cell) => ({ ...cell, row: cell.column, column: cell.row })) };
}

// Tables of the same sides are laid alike: on their side when that makes them fit.
export function laidOut(tables: Table[], counts: Counts): Table[] {
  const isAlike = (one: Table, other: Table) => one.rows === other.rows && one.columns === other.columns;
  const isTurned = (table: Table) => table.columns !== "" &&
    breadth(table, counts) > ROOM && breadth(turned(table), counts) <= ROOM;
  return tables.map((table) => (tables.some((other) => isAlike(table, other) && isTurned(other)) ? turned(table) : table));
}

export function isBroad(table: Table, counts: Counts): boolean {
  return breadth(table, counts) > ROOM;
}
