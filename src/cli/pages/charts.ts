import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Coverage, Share } from "../../core/observe/dashboard/read-coverage.js";
import type { CurvePoint, ItemsInHour, WorkTime } from "../../core/observe/dashboard/read-curves.js";
import type { MinedIn } from "../../core/observe/status.js";
import { formatCount, formatDuration } from "../format.js";

/** A DOM for the chart library to draw in; the browser that shows the page needs no script. */
const { document } = parseHTML("<!doctype html><html><body></body></html>");
/** Of a chart on a telephone, whose letters (13 pixels) shrink by a fifth on 390 pixels. */
const NARROW_WIDTH = 400;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Outcomes in stacking order, each with its colour in the style sheet. */
export const OUTCOMES = [
  { name: "ok", label: "ok", color: "good" },
  { name: "not_found", label: "not found", color: "plain" },
  { name: "unknown", label: "reported absent, not confirmed", color: "fourth" },
  { name: "unavailable", label: "unavailable", color: "muted" },
  { name: "retried", label: "to be tried again", color: "warning" },
  { name: "failed", label: "failed for good", color: "bad" },
] as const;

/** The colours in the style sheet that the series of a chart use in turn. */
export const SERIES = ["first", "second", "third", "fourth", "fifth", "sixth"] as const;

const paint = (name: string) => `var(--${name})`;

/** Accounts mined in each hour or day. */
export function minedChart(units: readonly MinedIn[], unit: "hour" | "day"): string {
  const stepMs = unit === "hour" ? HOUR_MS : DAY_MS;
  const bars = units.map(({ at, accounts }) => ({ x1: at, x2: new Date(at.getTime() + stepMs), accounts }));
  return draw({
    x: unit === "hour" ? hourAxis() : timeAxis(7),
    y: countAxis(Math.max(...units.map(({ accounts }) => accounts))),
    marks: [
      Plot.rectY(bars, {
        x1: "x1",
        x2: "x2",
        y: "accounts",
        fill: paint("first"),
        inset: 1,
        title: ({ x1, accounts }: (typeof bars)[number]) =>
          `${timeText(x1, unit)}: ${formatCount(accounts)} accounts`,
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** Finished items per hour, stacked by outcome. */
export function itemsChart(items: readonly ItemsInHour[]): string {
  const known = OUTCOMES.map(({ name }) => name as string);
  const bars = items
    .filter(({ outcome }) => known.includes(outcome))
    .map(({ hour, ...rest }) => ({ ...rest, x1: hour, x2: new Date(hour.getTime() + HOUR_MS) }))
    .sort((a, b) => known.indexOf(a.outcome) - known.indexOf(b.outcome));
  const sums = new Map<number, number>();
  for (const { x1, items: ended } of bars) sums.set(x1.getTime(), (sums.get(x1.getTime()) ?? 0) + ended);
  return draw({
    x: hourAxis(),
    y: countAxis(Math.max(...sums.values())),
    color: { domain: known, range: OUTCOMES.map(({ color }) => paint(color)) },
    marks: [
      Plot.rectY(bars, {
        x1: "x1",
        x2: "x2",
        y: "items",
        fill: "outcome",
        insetLeft: 1,
        insetRight: 1,
        title: ({ x1, outcome, items: ended }: (typeof bars)[number]) =>
          `${timeText(x1, "hour")}: ${formatCount(ended)} ${outcome.replace("_", " ")}`,
      }),
      Plot.ruleY([0]),
    ],
  });
}

/** Duration of an item: a line from the median to the 95th percentile for each command. */
export function workTimesChart(times: readonly WorkTime[]): string {
  const powers = powersOfTen(times.flatMap(({ p50Ms, p95Ms }) => [p50Ms, p95Ms]));
  const tell = ({ command, p50Ms, p95Ms }: WorkTime) =>
    `${command}: half within ${formatDuration(p50Ms)}, 95 % within ${formatDuration(p95Ms)}`;
  return draw({
    height: 50 + 22 * times.length,
    marginLeft: 120,
    x: {
      type: "log",
      label: null,
      grid: true,
      ticks: powers,
      domain: [powers[0], powers.at(-1)],
      tickFormat: durationTick,
    },
    y: { label: null, domain: times.map(({ command }) => command) },
    marks: [
      Plot.link(times, {
        x1: "p50Ms",
        x2: "p95Ms",
        y: "command",
        stroke: paint("first"),
        strokeWidth: 3,
        strokeOpacity: 0.4,
      }),
      Plot.dot(times, { x: "p50Ms", y: "command", r: 4, fill: paint("first"), title: tell }),
      Plot.dot(times, { x: "p95Ms", y: "command", r: 4, fill: paint("second"), title: tell }),
    ],
  });
}

/** Curves over time, with a colour for each name. */
export function curvesChart(points: readonly CurvePoint[], names: readonly string[], unit: string): string {
  return draw({
    x: timeAxis(6),
    y: countAxis(Math.max(...points.map(({ value }) => value))),
    color: {
      domain: [...names],
      range: names.map((_, index) => paint(SERIES[index % SERIES.length] as string)),
    },
    marks: [
      Plot.ruleY([0]),
      Plot.lineY(points, { x: "at", y: "value", z: "name", stroke: "name", strokeWidth: 1.8 }),
      Plot.dot(points, {
        x: "at",
        y: "value",
        fill: "name",
        r: 2,
        title: ({ at, name, value }: CurvePoint) =>
          `${timeText(at, "hour")}, ${name}: ${formatCount(Math.round(value))} ${unit}`,
      }),
    ],
  });
}

/** Growth of all accounts, and of those with an e-mail address. */
export function growthChart(days: Coverage["days"]): string {
  let [accounts, withEmail] = [0, 0];
  const grown = days.map((day) => {
    accounts += day.accounts;
    withEmail += day.withEmail;
    return { at: new Date(day.day.getTime() + DAY_MS), accounts, withEmail };
  });
  const first = days[0];
  if (first !== undefined) grown.unshift({ at: first.day, accounts: 0, withEmail: 0 });
  const tell = ({ at, ...sums }: (typeof grown)[number]) =>
    `until ${timeText(at, "day")}: ${formatCount(sums.accounts)} accounts, ${formatCount(sums.withEmail)} with an e-mail address`;
  return draw({
    width: 1180,
    height: 220,
    x: timeAxis(12),
    y: countAxis(accounts),
    marks: [
      Plot.areaY(grown, { x: "at", y: "accounts", fill: paint("first"), fillOpacity: 0.15 }),
      Plot.lineY(grown, { x: "at", y: "accounts", stroke: paint("first"), strokeWidth: 1.8 }),
      Plot.areaY(grown, { x: "at", y: "withEmail", fill: paint("second"), fillOpacity: 0.3 }),
      Plot.lineY(grown, { x: "at", y: "withEmail", stroke: paint("second"), strokeWidth: 1.8 }),
      Plot.dot(grown, { x: "at", y: "accounts", r: 2, fill: paint("first"), title: tell }),
      Plot.ruleY([0]),
    ],
  });
}

/** Accounts by country or language, and those of them with an e-mail address. */
export function sharesChart(shares: readonly Share[]): string {
  const tell = ({ name, accounts, withEmail }: Share) =>
    `${name}: ${formatCount(accounts)} accounts, ${formatCount(withEmail)} with an e-mail address`;
  return bars(
    shares.map((share) => share.name),
    Math.max(...shares.map(({ accounts }) => accounts)),
    [
      Plot.barX(shares, { x: "accounts", y: "name", fill: paint("first"), fillOpacity: 0.45, title: tell }),
      Plot.barX(shares, {
        x: "withEmail",
        y: "name",
        fill: paint("second"),
        insetTop: 5,
        insetBottom: 5,
        title: tell,
      }),
    ],
  );
}

/** Captions by language. */
export function captionsChart(languages: Coverage["captionLanguages"]): string {
  return bars(
    languages.map(({ name }) => name),
    Math.max(...languages.map(({ captions }) => captions)),
    [
      Plot.barX(languages, {
        x: "captions",
        y: "name",
        fill: paint("third"),
        title: ({ name, captions }: (typeof languages)[number]) =>
          `${name}: ${formatCount(captions)} captions`,
      }),
    ],
  );
}

/** Accounts by engagement rate. */
export function engagementChart(bands: Coverage["engagement"]): string {
  return bars(
    bands.map(({ band }) => band),
    Math.max(...bands.map(({ accounts }) => accounts)),
    [
      Plot.barX(bands, {
        x: "accounts",
        y: "band",
        fill: paint("third"),
        title: ({ band, accounts }: (typeof bands)[number]) => `${band}: ${formatCount(accounts)} accounts`,
      }),
    ],
    60,
  );
}

/** @param marginLeft space for the names, in pixels. */
function bars(names: readonly string[], most: number, marks: Plot.Markish[], marginLeft = 36): string {
  return draw({
    width: 560,
    height: 50 + 20 * names.length,
    marginLeft,
    x: { ...countAxis(most), ticks: 4 },
    y: { label: null, domain: [...names] },
    marks: [...marks, Plot.ruleX([0])],
  });
}

const timeAxis = (ticks: number): Plot.ScaleOptions => ({ type: "utc", label: null, ticks });

/** An axis of hours, labelled with the day at midnight. */
const hourAxis = (): Plot.ScaleOptions => ({
  ...timeAxis(8),
  tickFormat: (at: Date) =>
    at.getUTCHours() === 0
      ? at.toLocaleDateString("en-US", { month: "short", day: "numeric", timeZone: "UTC" })
      : at.toISOString().slice(11, 16),
});

const COMPACT = new Intl.NumberFormat("en-US", { notation: "compact" });

/** An axis of whole numbers, without halves for small counts. */
const countAxis = (most: number): Plot.ScaleOptions => ({
  label: null,
  grid: true,
  ticks: most < 4 ? Math.max(1, Math.ceil(most)) : 4,
  tickFormat: (value: number) => (most < 10_000 ? formatCount(value) : COMPACT.format(value)),
  ...(most <= 0 ? { domain: [0, 1] } : {}),
});

/** The powers of ten that enclose the values; at least two. */
function powersOfTen(values: readonly number[]): number[] {
  const least = Math.floor(Math.log10(Math.max(1, Math.min(...values))));
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: most - least + 1 }, (_, index) => 10 ** (least + index));
}

/**
 * @returns the chart twice: for a wide screen, and for a telephone, where the first would have letters of 6 pixels. The style
 * sheet shows one of them.
 */
function draw(options: Plot.PlotOptions): string {
  const { x } = options;
  const fewer = typeof x?.ticks === "number" ? { ...x, ticks: Math.ceil(x.ticks / 2) } : x;
  const narrow = svgOf({ ...options, width: NARROW_WIDTH, marginBottom: 40, ...(fewer && { x: fewer }) });
  narrow.setAttribute("class", "narrow");
  // There is nothing to point with.
  for (const title of narrow.querySelectorAll("title")) title.remove();
  return svgOf(options).outerHTML + narrow.outerHTML;
}

/** @returns the SVG without its style sheet, which the page includes once, as its security policy requires. */
function svgOf(options: Plot.PlotOptions): ReturnType<typeof Plot.plot> {
  const svg = Plot.plot({
    document,
    width: 560,
    height: 200,
    marginLeft: 48,
    marginTop: 12,
    style: { overflow: "" },
    ...options,
  });
  for (const style of svg.querySelectorAll("style")) style.remove();
  svg.removeAttribute("style");
  // The surrounding figure is labelled; screen readers ignore the name of a group (ARIA 1.2, 5.2.8.6).
  for (const group of svg.querySelectorAll("g")) {
    group.removeAttribute("aria-label");
    group.removeAttribute("aria-description");
  }
  return svg;
}

function durationTick(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${formatCount(ms / 1_000)} s`;
}

function timeText(at: Date, unit: "hour" | "day"): string {
  const text = at.toISOString();
  return unit === "day" ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}
