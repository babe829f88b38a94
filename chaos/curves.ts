import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Night } from "./night.js";

const { document } = parseHTML("<!doctype html><html><body></body></html>");
const [WIDTH, HEIGHT, TITLE] = [420, 150, 22];

/** One measure of a soak, with one value per day. */
export interface Curve {
  title: string;
  values: number[];
  /** How much it may grow after the first third of the time, regardless of its level. */
  slack: number;
}

/** All measures that must be flat after the first third. */
export function curvesOf(nights: readonly Night[]): Curve[] {
  const curve = (title: string, slack: number, of: (night: Night) => number): Curve => ({
    title,
    slack,
    values: nights.map(of),
  });
  const queues = [...new Set(nights.flatMap(({ due }) => Object.keys(due)))];
  return [
    curve("resident memory of the largest command, MB", 10, ({ largestMb }) => largestMb),
    curve("open files and sockets of one command", 5, ({ mostHandles }) => mostHandles),
    curve("connections to PostgreSQL", 3, ({ mostConnections }) => mostConnections),
    curve("Chromium processes", 3, ({ mostChromium }) => mostChromium),
    curve("processes left when all is quiet", 0, ({ processesLeft }) => processesLeft),
    curve("connections left when all is quiet", 0, ({ connectionsLeft }) => connectionsLeft),
    curve("temporary files left", 0, ({ temporaryFiles }) => temporaryFiles),
    curve("table bytes per row", 50, ({ tableBytesPerRow }) => tableBytesPerRow),
    curve("index bytes per row", 50, ({ indexBytesPerRow }) => indexBytesPerRow),
    curve("log bytes per call", 50, ({ logBytesPerCall }) => logBytesPerCall),
    ...queues.map((queue) => curve(`due: ${queue}`, 20, ({ due }) => due[queue] ?? 0)),
  ];
}

/** Fewer days than this are not judged. */
export const FEWEST_DAYS = 6;
/** Daily values are few and vary, so this much growth is tolerated. */
const MOST_GROWTH = 1.25;

/** @returns the curves that rise from the second third of the time to the last, as sentences. */
export function risingAmong(curves: readonly Curve[]): string[] {
  return curves.flatMap(({ title, values, slack }) => {
    const third = Math.floor(values.length / 3);
    const [before, after] = [meanOf(values.slice(third, 2 * third)), meanOf(values.slice(-third))];
    return after > before * MOST_GROWTH + slack
      ? [`${title}: rises from ${before.toFixed(1)} to ${after.toFixed(1)}`]
      : [];
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @returns the curves as one SVG, two per row, over the minutes of the soak. */
export function drawCurves(curves: readonly Curve[], nights: readonly Night[]): string {
  const shown = curves.filter(({ values }) => values.some((value) => value > 0));
  const rows = Math.ceil(shown.length / 2);
  const parts = shown.map(({ title, values }, index) => {
    const points = values.map((value, at) => ({ minutes: (nights[at] as Night).seconds / 60, value }));
    const svg = Plot.plot({
      document,
      width: WIDTH,
      height: HEIGHT,
      marginLeft: 52,
      x: { label: "minutes" },
      y: { label: null, grid: true, zero: true, ticks: 4 },
      marks: [
        Plot.ruleY([0]),
        Plot.lineY(points, { x: "minutes", y: "value", stroke: "#2563a8", strokeWidth: 1.6 }),
      ],
    });
    const name = document.createElement("title");
    name.textContent = title;
    svg.prepend(name);
    for (const style of svg.querySelectorAll("style")) style.remove();
    const [x, y] = [(index % 2) * WIDTH, Math.floor(index / 2) * (HEIGHT + TITLE)];
    return `<g transform="translate(${x},${y})"><text x="8" y="15" font-weight="600">${title}</text><g transform="translate(0,${TITLE})">${svg.outerHTML}</g></g>`;
  });
  const [width, height] = [2 * WIDTH, rows * (HEIGHT + TITLE)];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11"><title>Measures of a soak over its minutes</title><rect width="${width}" height="${height}" fill="#fff"/>${parts.join("\n")}</svg>\n`;
}
