// SPDX-License-Identifier: Apache-2.0
// The charts, with Observable Plot: loaded only where there is one.  Each shows what a table
// beside it says; what is withheld is written, and never drawn as nothing.
import * as Plot from "@observablehq/plot";

export interface Bar {
  label: string;
  group?: string; // of several charts in one
  value?: number; // none: see words
  mark?: number; // a second value, drawn as a line across
  words: string;
}

export interface Point {
  label: string;
  group: string;
  value?: number;
  words: string;
}

const ink = "#0b0c0c";
const fill = "#2f6f8f";
const line = "#a4262c";

// Plot's style element has this name in it, and the page's policy the hash of that element.
const common = { className: "plot", style: { fontSize: "13px", color: ink, background: "transparent" } } as const;

// Of a part of a chart.
const heading = { frameAnchor: "top-left", fontWeight: "bold" } as const;

const WIDE = 400;

function longest(texts: string[]): number {
  return Math.min(150, 20 + 7.2 * Math.max(0, ...texts.map((text) => Math.min(20, text.length))));
}

// No more ticks than there are whole numbers.
function scaleTo(values: (number | undefined)[], ticks: number): { domain: [number, number]; ticks: number } {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  return { domain: [0, most], ticks: Math.min(ticks, Math.ceil(most)) };
}

export function drawBars(bars: Bar[], width: number): Element {
  const groups = new Set(bars.flatMap((bar) => bar.group ?? [])).size;
  const facet = groups > 0 ? { fy: "group" } : {};
  return Plot.plot({
    ...common,
    width,
    marginLeft: longest(bars.map((bar) => bar.label)),
    marginRight: 80,
    marginTop: groups > 0 ? 30 : 20,
    height: 60 + 34 * bars.length + 45 * groups,
    x: { label: null, grid: true, ...scaleTo(bars.flatMap((bar) => [bar.value, bar.mark]), 4) },
    y: { label: null, domain: Array.from(new Set(bars.map((bar) => bar.label))) },
    fy: { label: null, axis: null, padding: 0.2 },
    marks: [
      Plot.axisY({ label: null, lineWidth: 11, tickSize: 0 }),
      groups > 0 ? Plot.text(bars, Plot.selectFirst({ ...heading, fy: "group", text: "group", z: "group", dy: -16 })) : null,
      Plot.barX(bars.filter((bar) => bar.value !== undefined), { ...facet, x: "value", y: "label", fill, insetTop: 2, insetBottom: 2 }),
      Plot.tickX(bars.filter((bar) => bar.mark !== undefined), { ...facet, x: "mark", y: "label", stroke: line, strokeWidth: 3 }),
      Plot.text(bars, { ...facet, x: (bar: Bar) => Math.max(bar.value ?? 0, bar.mark ?? 0), y: "label", text: "words",
        textAnchor: "start", dx: 5 }),
      Plot.ruleX([0]),
    ],
  });
}

export function drawTrend(points: Point[], width: number): Element {
  const labels = Array.from(new Set(points.map((point) => point.label)));
  const groups = Array.from(new Set(points.map((point) => point.group)));
  return Plot.plot({
    ...common,
    width,
    marginLeft: 40,
    marginRight: 30,
    marginBottom: 45,
    marginTop: 30,
    height: 70 + 110 * groups.length,
    x: { type: "point", domain: labels, label: null, padding: 0.4,
      // The year is said once, where there is no room for it again and again.
      tickFormat: (label: string, index: number) =>
        label.replace(/(\d+)(Q\d)/, width >= WIDE || index === 0 || label.endsWith("Q1") ? "$2\n$1" : "$2") },
    y: { label: null, grid: true, ...scaleTo(points.map((point) => point.value), 3) },
    fy: { domain: groups, label: null, axis: null, padding: 0.35 },
    marks: [
      Plot.text(groups, { ...heading, fy: (group: string) => group, text: (group: string) => group, dy: -18 }),
      // A point without a value breaks the line.
      Plot.line(points, { fy: "group", x: "label", y: (point: Point) => point.value ?? NaN, stroke: fill, strokeWidth: 2 }),
      Plot.dot(points.filter((point) => point.value !== undefined), { fy: "group", x: "label", y: "value", fill, r: 4 }),
      Plot.text(points.filter((point) => point.value !== undefined), { fy: "group", x: "label", y: "value", text: "words", dy: -11 }),
      // Words are broader than figures: higher up, they cover none of them.
      ...[true, false].map((isLast) => Plot.text(
        points.filter((point) => point.value === undefined && (point.label === labels[labels.length - 1]) === isLast),
        { fy: "group", x: "label", y: 0, text: "words", dy: -27, textAnchor: isLast ? "end" : "middle", dx: isLast ? 28 : 0 })),
      Plot.ruleY([0]),
    ],
  });
}
