import { Readable } from "node:stream";
import { isReadOnce, openImportFile } from "./open-file.js";
import type { OwnRow } from "./own-rows.js";
import { itemsOf } from "./read-items.js";

/**
 * Suppressions come first, and rows that depend on accounts, names and posts after those. Other files are treated like
 * accounts.
 */
const TURNS: Record<OwnRow["kind"], number> = {
  suppression: 0,
  account: 1,
  name: 2,
  post: 3,
  day: 3,
  link: 4,
  comment: 4,
};

/** Endings of igminer's exports. Files that others leave by the thousand, such as `.json.xz`, are not opened twice. */
const OWN_ENDING = /\.(jsonl|ndjson|csv|tsv|parquet)(\.(gz|xz))?$/i;

/**
 * Sorts igminer's own exports into an order in which they can be imported. Each is recognised by its first row,
 * whatever its name. Other files keep their order. Stops early when interrupted.
 */
export async function inOwnOrder(files: readonly string[], interruption?: AbortSignal): Promise<string[]> {
  const turns = new Map<string, number>();
  for (const file of files) {
    if (interruption?.aborted) break;
    if (OWN_ENDING.test(file) && !(await isReadOnce(file))) turns.set(file, await turnOf(file));
  }
  const turn = (file: string) => turns.get(file) ?? TURNS.account;
  return [...files].sort((a, b) => turn(a) - turn(b));
}

async function turnOf(path: string): Promise<number> {
  const options = { observedAt: new Date(0), now: new Date(0), format: "auto", column: null } as const;
  try {
    for await (const { outcome } of itemsOf(await openImportFile(path, Readable.from([])), options)) {
      const own = "findings" in outcome ? outcome.findings.own[0] : undefined;
      return TURNS[own?.kind ?? "account"];
    }
  } catch {
    // A file that cannot be read is reported when its turn comes.
  }
  return TURNS.account;
}
