// SPDX-License-Identifier: Apache-2.0
// A place for a chart: as wide as there is room, and described by the table beside it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { Bar, Point } from "./charts";

type Draw = (charts: typeof import("./charts"), width: number) => Element;

const LEAST_WIDTH = 240;

function Chart({ title, draw, on }: { title: string; draw: Draw; on: unknown }) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.max(LEAST_WIDTH, Math.floor(entry.contentRect.width))));
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  const key = JSON.stringify(on);
  useEffect(() => {
    if (width === 0) return;
    let isOver = false;
    void import("./charts").then((charts) => {
      if (isOver) return;
      const drawn = draw(charts, width);
      // What Plot calls its marks means nothing to a reader; the place itself is described.
      for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
      place.current?.replaceChildren(drawn);
    });
    return () => {
      isOver = true;
    };
  }, [width, key]);
  return (
    <figure class="plot">
      <figcaption class="govuk-heading-s">{title}</figcaption>
      <div ref={place} role="img" aria-label={`Chart: ${title}. The table before it says the same.`} />
    </figure>
  );
}

export function Bars({ title, bars }: { title: string; bars: Bar[] }) {
  return bars.length > 0 ? <Chart title={title} draw={(charts, width) => charts.drawBars(bars, width)} on={bars} /> : null;
}

export function Trend({ title, points }: { title: string; points: Point[] }) {
  return <Chart title={title} draw={(charts, width) => charts.drawTrend(points, width)} on={points} />;
}
