// SPDX-License-Identifier: Apache-2.0
// One table of counts; a cell without a figure says why, and is never 0.
import type { Point } from "./charts";
import type { Cell, Counts, Table } from "./counts";
import { shortFlag } from "./figures";

function codes(table: Table, side: "row" | "column"): string[] {
  const found = Array.from(new Set(table.cells.map((cell) => cell[side])));
  return [...found.filter(Boolean), ...found.filter((code) => !code)]; // the total last
}

function Figure({ cell, counts }: { cell?: Cell; counts: Counts }) {
  const isWithheld = cell !== undefined && cell.value === undefined;
  return (
    <td class={`govuk-table__cell govuk-table__cell--numeric ${isWithheld ? "withheld" : ""}`}>
      {cell && (cell.value ?? shortFlag(counts, cell.flag))}
    </td>
  );
}

interface Props {
  table: Table;
  counts: Counts;
  without: string[]; // what was chosen and this is not counted by
}

export function CountTable({ table, counts, without }: Props) {
  const title = `${counts.label("measure", table.measure)} (${counts.label("unit", table.unit).toLowerCase()})`;
  const rows = codes(table, "row");
  const columns = codes(table, "column");
  const note = without.map((dimension) => counts.label("dimension", dimension).toLowerCase()).join(", ");
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={`${title}, table`}>
      <table class="govuk-table">
        <caption class="govuk-table__caption govuk-table__caption--s">
          {title}{note && `: all, because it is not counted by ${note}`}
        </caption>
        {rows.length === 0 && <tbody><tr><td class="govuk-table__cell">None.</td></tr></tbody>}
        {rows.length > 0 && (
          <>
            <thead class="govuk-table__head"><tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">{table.rows && counts.label("dimension", table.rows)}</th>
              {columns.map((column) => (
                <th key={column} scope="col" class="govuk-table__header govuk-table__header--numeric">
                  {table.columns ? counts.label(table.columns, column) : counts.label("unit", table.unit)}
                </th>
              ))}
            </tr></thead>
            <tbody class="govuk-table__body">
              {rows.map((row) => (
                <tr key={row} class="govuk-table__row">
                  <th scope="row" class="govuk-table__header">{counts.label(table.rows, row)}</th>
                  {columns.map((column) => (
                    <Figure key={column} counts={counts} cell={table.cells.find((cell) => cell.row === row && cell.column === column)} />
                  ))}
                </tr>
              ))}
            </tbody>
          </>
        )}
      </table>
    </div>
  );
}

// The same figures quarter by quarter.
function Moment({ point }: { point?: Point }) {
  return (
    <td class={`govuk-table__cell govuk-table__cell--numeric ${point?.value === undefined ? "withheld" : ""}`}>
      {point?.words || "not known"}
    </td>
  );
}

export function TrendTable({ counts, points }: { counts: Counts; points: Point[] }) {
  const measures = Array.from(new Set(points.map((point) => point.group)));
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Eight quarters, table">
      <table class="govuk-table">
        <caption class="govuk-table__caption govuk-table__caption--s">Eight quarters</caption>
        <thead class="govuk-table__head"><tr class="govuk-table__row">
          <th scope="col" class="govuk-table__header">Quarter</th>
          {measures.map((measure) => (
            <th key={measure} scope="col" class="govuk-table__header govuk-table__header--numeric">{measure}</th>
          ))}
        </tr></thead>
        <tbody class="govuk-table__body">
          {counts.quarters.map((quarter) => (
            <tr key={quarter.period} class="govuk-table__row">
              <th scope="row" class="govuk-table__header">{quarter.period}</th>
              {measures.map((measure) => (
                <Moment key={measure} point={points.find((item) => item.label === quarter.period && item.group === measure)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
