import type { OpenOrders } from "../core/outreach/orders.js";
import { counted } from "./format.js";

const PLACES: Record<OpenOrders["via"], string> = {
  instantly: "at Instantly",
  csv: "in the files for your tool",
  webhook: "at your webhook",
  gmail: "in the mailbox",
  openai: "at the model's service",
};
const CARRIERS: Record<OpenOrders["via"], string> = {
  instantly: "igminer hand-over and sync-instantly do it",
  csv: "igminer hand-over does it",
  webhook: "igminer hand-over does it",
  gmail: "igminer label-gmail does it",
  openai: "igminer qualify does it, with OPENAI_API_KEY",
};

/** @returns the external deletions still to be completed for erased people, one per line. */
export function ordersText(open: readonly OpenOrders[]): string {
  const lines = open.map(({ task, via, orders, failed, lastError }) => {
    const trouble = failed > 0 ? ` ${failed} failed for now and will be tried again (${lastError}).` : "";
    return `${whatOf(task, orders)} ${PLACES[via]}; ${CARRIERS[via]}.${trouble}`;
  });
  return [...lines, "igminer forget --status shows when all of it is done."].join("\n");
}

function whatOf(task: OpenOrders["task"], orders: number): string {
  const be = orders === 1 ? "is" : "are";
  switch (task) {
    case "delete":
      return `${counted(orders, "lead")} ${be} being deleted`;
    case "block":
      return `${counted(orders, "address", "addresses")} ${be} being put on the block list`;
    case "unlabel":
      return `${counted(orders, "message")} ${orders === 1 ? "loses its" : "lose their"} labels`;
    case "discard":
      return `${counted(orders, "batch", "batches")} of questions ${be} being deleted`;
    default:
      return task satisfies never;
  }
}

/** @returns the same as JSON. */
export function ordersJson(open: readonly OpenOrders[]) {
  return open.map(({ lastError, ...order }) => ({ ...order, last_error: lastError }));
}
