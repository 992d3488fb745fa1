// SPDX-License-Identifier: Apache-2.0
// A quarter in numbers: tables first, charts beside them, and eight quarters as a line.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { PageProps } from "../app";
import { isBroad, laidOut } from "../breadth";
import { Bars, Trend } from "../chart";
import { choosable, codesOf, cut, everything, knownOf, notCountedBy, readCounts, type Choice, type Counts,
  type Table } from "../counts";
import { CountTable, TrendTable } from "../counttable";
import { decisionBars, shortFlag, stateBars, trendPoints, unmetBars } from "../figures";
import { Failure, Title, useXml } from "../load";
import { printed } from "../printed";
import { moment, quarterName } from "../words";

// The quarters that may be asked for, the present one first.
function periodsUpTo(present: string): string[] {
  const [year, quarter] = present.split("Q").map(Number);
  return Array.from({ length: 12 }, (_, back) => {
    const number = year * 4 + quarter - 1 - back;
    return `${Math.floor(number / 4)}Q${(number % 4) + 1}`;
  });
}

interface ChooserProps {
  counts: Counts;
  period: string;
  scope: string;
  choice: Choice;
  choose: (part: Partial<Choice>) => void;
}

// What is chosen is what the address says, while its numbers are still on their way too.
function Chooser({ counts, period, scope, choice, choose }: ChooserProps) {
  const go = (period: string, scope: string) => {
    window.location.hash = `#/statistics/${period}/${scope}`;
  };
  const value = (event: Event) => (event.currentTarget as HTMLSelectElement).value;
  return (
    <form class="chooser no-print" onSubmit={(event) => event.preventDefault()}>
      <div class="govuk-form-group"><label class="govuk-label" for="period">Quarter</label>
        <select class="govuk-select" id="period" value={period} onChange={(event) => go(value(event), scope)}>
          {periodsUpTo(counts.present).map((period) => <option key={period} value={period}>{quarterName(period)}</option>)}
        </select></div>
      <div class="govuk-form-group"><label class="govuk-label" for="scope">Whose</label>
        <select class="govuk-select" id="scope" value={scope} onChange={(event) => go(period, value(event))}>
          {["own", "across"].map((scope) => <option key={scope} value={scope}>{counts.label("scope", scope)}</option>)}
        </select></div>
      {choosable.map((dimension) => {
        const codes = codesOf(counts, dimension);
        return codes.length > 0 && (
          <div key={dimension} class="govuk-form-group">
            <label class="govuk-label" for={dimension}>{counts.label("dimension", dimension)}</label>
            <select class="govuk-select" id={dimension} value={choice[dimension]}
              onChange={(event) => choose({ [dimension]: value(event) })}>
              <option value="">All</option>
              {codes.map((code) => <option key={code} value={code}>{counts.label(dimension, code)}</option>)}
            </select></div>
        );
      })}
    </form>
  );
}

interface TablesProps {
  counts: Counts;
  choice: Choice;
  measures: string[];
}

function tablesOf({ counts, choice, measures }: TablesProps): Table[] {
  const found = (counts.quarters[0]?.tables ?? []).filter((table) => measures.includes(table.measure));
  return laidOut(found.map((table) => cut(table, choice)), counts);
}

function Tables(props: TablesProps) {
  const { counts, choice } = props;
  return (
    <div>
      {tablesOf(props).map((table) => (
        <CountTable key={table.measure + table.unit} table={table} counts={counts} without={notCountedBy(table, choice)} />
      ))}
    </div>
  );
}

// Tables, and beside them what belongs to them; below them, where they take the whole width.
function Counted({ children, ...props }: TablesProps & { children: ComponentChildren }) {
  const isWide = tablesOf(props).some((table) => isBroad(table, props.counts));
  return <div class={`counts ${isWide ? "counts--wide" : ""}`}><Tables {...props} />{children}</div>;
}

const results = ["accepted", "declined", "redirected", "withdrawn", "superseded", "open"];
const rest = ["outcomes", "needs-result"];

function Sections({ counts, choice }: { counts: Counts; choice: Choice }) {
  const points = trendPoints(counts, choice);
  return (
    <>
      <Counted counts={counts} choice={choice} measures={["received", "sent"]}>
        <Bars title="Referrals by state" bars={stateBars(counts, choice)} />
      </Counted>
      <Counted counts={counts} choice={choice} measures={["days-to-decision"]}>
        <Bars title="Days to the first decision: the bar is the median, the line the 90th percentile"
          bars={decisionBars(counts, choice)} />
      </Counted>
      <Counted counts={counts} choice={choice} measures={["unmet-need"]}>
        <Bars title="Needs that nobody met, by area" bars={unmetBars(counts, choice)} />
      </Counted>
      <div class="counts">
        <TrendTable counts={counts} points={points} />
        <Trend title="Eight quarters" points={points} />
      </div>
      <div class="counts counts--even">
        <Tables counts={counts} choice={choice} measures={results} />
        <Tables counts={counts} choice={choice} measures={rest} />
      </div>
    </>
  );
}

// Where the numbers are from, and of when.
function Standing({ counts, again }: { counts: Counts; again: () => void }) {
  const newest = counts.quarters[0];
  return (
    <>
      {!counts.isReachable && (
        <div class="govuk-inset-text" role="status">
          {newest?.fetched ? `No connection to the exchange: these are the numbers as of ${moment(newest.fetched)}.`
            : "No connection to the exchange, and it has never told these numbers."}{" "}
          <button type="button" class="govuk-button govuk-button--secondary no-print" onClick={again}>Try again</button>
        </div>
      )}
      {newest?.fetched && counts.isReachable && <p class="govuk-body">As of {moment(newest.fetched)}.</p>}
    </>
  );
}

function Flags({ counts }: { counts: Counts }) {
  const tables = counts.quarters.flatMap((quarter) => quarter.tables);
  const flags = new Set(tables.flatMap((table) => table.cells.map((cell) => cell.flag)));
  flags.delete("");
  const saysMore = (flag: string) => counts.label("flag", flag).toLowerCase() !== shortFlag(counts, flag);
  if (flags.size === 0) return null;
  return (
    <ul class="govuk-list">
      <li>A word in the place of a figure never means 0.</li>
      {Array.from(flags).filter(saysMore).map((flag) => (
        <li key={flag}><span class="withheld">{shortFlag(counts, flag)}</span>: {counts.label("flag", flag)}</li>
      ))}
    </ul>
  );
}

export function Statistics({ session, words }: PageProps) {
  const query = new URLSearchParams([["period", words[0] ?? ""], ["scope", words[1] ?? ""]].filter(([, value]) => value)).toString();
  const path = `/api/statistics${query && `?${query}`}`;
  const { root, failure, on, reload } = useXml(path, 0);
  const [chosen, setChosen] = useState(everything);
  const counts = root && readCounts(root);
  const choice = counts ? knownOf(counts, chosen) : chosen;
  return (
    <>
      <Title>Statistics</Title>
      <Failure words={failure} />
      {on[0] !== path && !failure && <p class="govuk-body" role="status">Counting</p>}
      {counts && (
        <>
          <Chooser counts={counts} period={words[0] || counts.period} scope={words[1] || counts.scope} choice={choice}
            choose={(part) => setChosen((all) => ({ ...all, ...part }))} />
          <h2 class="govuk-heading-m">{quarterName(counts.period)}: {counts.label("scope", counts.scope)}</h2>
          <p class="only-print govuk-body">{printed(session)}</p>
          <Standing counts={counts} again={reload} />
          <p class="no-print">
            <a class="govuk-link govuk-body" download href={`/api/statistics/csv?period=${counts.period}&scope=${counts.scope}`}>
              Download {counts.period} as CSV
            </a>
          </p>
          <Flags counts={counts} />
          {counts.quarters[0]?.fetched && <Sections counts={counts} choice={choice} />}
        </>
      )}
    </>
  );
}
