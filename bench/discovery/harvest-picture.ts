import { writeFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Order } from "./replay.js";

/** Points per curve. */
const POINTS = 100;
const NAMES: Record<Order, string> = {
  oracle: "oracle (knows all labels)",
  learned: "igminer, aimed",
  breadth_first: "breadth-first",
  linked_count: "most links first",
};
/** Colours that can be distinguished in both themes and by colour-blind people (Okabe and Ito, 2008). */
const COLORS = ["#999999", "#0072b2", "#e69f00", "#d55e00"];

/**
 * Draws the wanted accounts found by each request, one curve per order, as SVG. `curves`: means over rounds and
 * classes.
 */
export function drawHarvest(path: string, curves: Readonly<Record<Order, readonly number[]>>): void {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const orders = Object.keys(NAMES) as Order[];
  const points = orders.flatMap((order) => {
    const curve = curves[order];
    const step = Math.max(1, Math.floor(curve.length / POINTS));
    return curve.flatMap((wanted, at) =>
      at % step === 0 || at === curve.length - 1 ? [{ requests: at + 1, wanted, order: NAMES[order] }] : [],
    );
  });
  const svg = Plot.plot({
    document,
    width: 720,
    height: 380,
    marginRight: 170,
    style: { background: "white", color: "#333" },
    x: { label: "requests", grid: false },
    y: { label: "wanted accounts found (mean over classes)", grid: true },
    color: { domain: orders.map((order) => NAMES[order]), range: COLORS },
    marks: [
      Plot.lineY(points, { x: "requests", y: "wanted", stroke: "order", strokeWidth: 2 }),
      Plot.text(
        orders.flatMap((order) => points.filter((point) => point.order === NAMES[order]).slice(-1)),
        { x: "requests", y: "wanted", text: "order", fill: "order", dx: 6, textAnchor: "start" },
      ),
    ],
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const title = "<title>Wanted accounts found against requests, by the order of claims</title><style>";
  const text = svg.outerHTML.replace("<style>", title).replace("  height: intrinsic;\n", "");
  writeFileSync(path, `${text}\n`);
}
