// SPDX-License-Identifier: Apache-2.0
// One table of counts; a cell without a figure says why, and is never 0.
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Point } from "./charts";
import { codesOfSide, type Cell, type Counts, type Table } from "./counts";
import { shortFlag } from "./figures";

function Figure({ cell, counts }: { cell?: Cell; counts: Counts }) {
  const isWithheld = cell !== undefined && cell.value === undefined;
  return (
    <td class={`govuk-table__cell govuk-table__cell--numeric ${isWithheld ? "withheld" : ""}`}>
      {cell && (cell.value ?? shortFlag(counts, cell.flag))}
    </td>
  );
}

// Under its title, which stays while a table that is too broad is moved.
function Titled({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  const place = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(false);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWide(entry.target.scrollWidth > entry.target.clientWidth));
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  const reached = isWide ? { tabIndex: 0, role: "region" as const, "aria-labelledby": id } : {};
  return (
    <>
      <h3 class="counts__title" id={id}>{title}</h3>
      <div class="wide" ref={place} {...reached}>
        <table class="govuk-table" aria-labelledby={id}>{children}</table>
      </div>
    </>
  );
}

// Nothing but a total, of nothing.
function isEmpty(table: Table): boolean {
  return table.cells.every((cell) => !cell.row && !cell.column && cell.value === 0);
}

interface Props {
  table: Table;
  counts: Counts;
  without: string[]; // what was chosen and this is not counted by
}

export function CountTable({ table, counts, without }: Props) {
  const note = without.map((dimension) => counts.label("dimension", dimension).toLowerCase()).join(", ");
  const title = `${counts.label("measure", table.measure)} (${counts.label("unit", table.unit).toLowerCase()})${
    note && `: all, because it is not counted by ${note}`}`;
  const id = `counted-${table.measure}-${table.unit}`;
  const rows = codesOfSide(table, "row");
  const columns = codesOfSide(table, "column");
  if (isEmpty(table)) return <><h3 class="counts__title" id={id}>{title}</h3><p class="counts__none">None.</p></>;
  return (
    <Titled id={id} title={title}>
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
          <tr key={row} class={`govuk-table__row ${row ? "" : "counts__total"}`}>
            <th scope="row" class="govuk-table__header">{counts.label(table.rows, row)}</th>
            {columns.map((column) => (
              <Figure key={column} counts={counts} cell={table.cells.find((cell) => cell.row === row && cell.column === column)} />
            ))}
          </tr>
        ))}
      </tbody>
    </Titled>
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
    <div><Titled id="counted-quarters" title="Eight quarters">
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
    </Titled></div>
  );
}
