import type { Readable } from "node:stream";
import type { Kysely } from "kysely";
import type { LiveRun, RunOutcome } from "../../batch/live-run.js";
import { addInto, itemMetrics, type Tallies } from "../../batch/tallies.js";
import type { Schema } from "../../db/schema.js";
import { inTransaction } from "../../db/transaction.js";
import { troubleOf } from "../../db/trouble.js";
import { messageOf } from "../../failure.js";
import { logErrors } from "../../record/error-log.js";
import { writeMetrics } from "../../record/metrics.js";
import { addRunCounts, NO_COUNTS } from "../../record/runs.js";
import { SourceError } from "../../source-error.js";
import { type Chunk, newChunk } from "./chunk.js";
import type { Findings, ImportFormat, ReadingOptions } from "./findings.js";
import { type ImportFile, openImportFile } from "./open-file.js";
import type { OwnRow } from "./own-rows.js";
import { type Item, itemsOf } from "./read-items.js";
import { type SavedChunk, saveChunk } from "./save-chunk.js";

/** An item that was not imported. */
export interface BadItem {
  file: string;
  unit: Item["unit"];
  number: number;
  error: string;
  excerpt: string;
}

export interface ImportOptions {
  /** As `filesOf` returns them; `-` is standard input. */
  files: readonly string[];
  stdin: Readable;
  format: ImportFormat;
  /** The column of usernames in a table, or null to find it by its name. */
  column: string | null;
  /** When the data was observed, or null for the time its file was last written. */
  observedAt: Date | null;
  now(): Date;
  onProgress(progress: ImportProgress): void;
  /** Called with bad items in order, each once; the import waits for it. */
  onBadItems(items: readonly BadItem[]): Promise<void>;
}

export interface ImportProgress {
  file: ImportFile;
  /** From 1. */
  fileNumber: number;
  items: number;
}

const PROGRESS_EVERY_ITEMS = 100;
const MAX_TOLD_MEMBERS = 8;
/** Maximum number of bad items kept in `ErrorLog`: a wrong file has millions, all alike. */
const MAX_LOGGED = 100;

/**
 * Imports files chunk by chunk, each chunk in one transaction. While one chunk is saved the next one is read, and only
 * these two are held in memory. Chunk boundaries depend on the items alone, so a run that was stopped or killed and is
 * run again ends with the same rows. When told to stop, it leaves a chunk that is not yet full to the next run.
 */
export async function runImport(
  db: Kysely<Schema>,
  run: LiveRun,
  options: ImportOptions,
): Promise<RunOutcome> {
  const counts = { ...NO_COUNTS };
  const tallies: Tallies = {};
  let logged = 0;
  let saving: Promise<void> = Promise.resolve();
  let chunk = newChunk();

  async function save(full: Chunk): Promise<void> {
    try {
      await saveTogether(full);
    } catch (error) {
      if (troubleOf(error) !== null) throw error;
      if (full.items.length > 1) for (const item of full.items) await save(chunkOf(item));
      else await saveTogether(chunkOf(failedWith(full.items[0] as Item, messageOf(error))));
    }
  }

  async function saveTogether(full: Chunk): Promise<void> {
    const { items } = full;
    const fromMs = performance.now();
    const saved = await inTransaction(db, async (tx) => {
      const { tallies: found, ...unknown } = await saveChunk(tx, full, run.id);
      const bad = items.flatMap((item) => badItem(item, unknown));
      const changes = { claimed: items.length, ok: items.length - bad.length, failed: bad.length };
      await logErrors(tx, run, bad.slice(0, MAX_LOGGED - logged).map(asLoggedError));
      // Not under the outcome "failed": a messy file does not mean that mining is in trouble.
      const tallied = { ...found, bad_items: bad.length };
      const eachMs = (performance.now() - fromMs) / items.length;
      await writeMetrics(
        tx,
        itemMetrics(run.command, { claimed: items.length, ok: changes.ok }, tallied, [eachMs]),
      );
      const isAlive = await addRunCounts(tx, run.id, changes);
      return { changes, found, bad, isAlive };
    });
    addInto(counts, saved.changes);
    addInto(tallies, saved.found);
    if (!saved.isAlive) run.stopping.stopFor({ kind: "lost" });
    logged += saved.bad.length;
    if (saved.bad.length > 0) await options.onBadItems(saved.bad);
  }

  async function flush(): Promise<void> {
    await saving;
    if (chunk.isEmpty()) return;
    saving = save(chunk.build());
    // The next flush awaits it; until then its failure must not count as unhandled.
    saving.catch(() => {});
    chunk = newChunk();
  }

  for await (const item of itemsOfAll(options)) {
    if (!chunk.takes(item)) await flush();
    chunk.add(item);
    if (chunk.isFull()) await flush();
    if (run.stopping.drain.aborted) break;
  }
  if (!run.stopping.drain.aborted) await flush();
  await saving;
  return { counts, skipped: 0, tallies, requests: 0 };
}

/** The contents of files; what appears twice counts twice. */
export interface Survey {
  items: number;
  bad: number;
  profiles: number;
  posts: number;
  names: number;
  /** Days of history. */
  days: number;
  links: number;
  commenters: number;
  suppressions: number;
  /** Malformed parts that would be left out. */
  notRead: number;
}

/** Reads files as an import would, without writing anything. Stops early when interrupted. */
export async function surveyImport(options: ImportOptions, interruption: AbortSignal): Promise<Survey> {
  const survey: Survey = {
    items: 0,
    bad: 0,
    profiles: 0,
    posts: 0,
    names: 0,
    days: 0,
    links: 0,
    commenters: 0,
    suppressions: 0,
    notRead: 0,
  };
  for await (const item of itemsOfAll(options)) {
    survey.items++;
    if ("findings" in item.outcome) {
      const { profiles, posts, names, own } = item.outcome.findings;
      const ownOf = (kind: OwnRow["kind"]) => own.filter((row) => row.kind === kind).length;
      survey.profiles += profiles.length + ownOf("account");
      survey.names += names.length + ownOf("name");
      survey.days += ownOf("day");
      survey.links += ownOf("link");
      survey.commenters += ownOf("comment");
      survey.suppressions += ownOf("suppression");
      survey.notRead += item.outcome.findings.notRead.length;
      for (const { posts: found } of [...profiles, ...posts]) survey.posts += found.length;
    }
    const bad = badItem(item, NOBODY_UNKNOWN);
    survey.bad += bad.length;
    if (bad.length > 0) await options.onBadItems(bad);
    if (interruption.aborted) break;
  }
  return survey;
}

async function* itemsOfAll(options: ImportOptions): AsyncGenerator<Item> {
  let items = 0;
  for (const [index, path] of options.files.entries()) {
    const file = await openImportFile(path, options.stdin);
    let number = 0;
    try {
      for await (const item of itemsOf(file, readingOptions(file, options))) {
        ({ number } = item);
        items++;
        if (items % PROGRESS_EVERY_ITEMS === 0) options.onProgress({ file, fileNumber: index + 1, items });
        yield item;
      }
    } catch (error) {
      yield failedWith(
        { file: file.label, unit: "item", number: number + 1, length: 0 },
        `the file cannot be read any further: ${messageOf(error)}`,
      );
    }
  }
}

function readingOptions(file: ImportFile, options: ImportOptions): ReadingOptions {
  const { format, column, now } = options;
  return { observedAt: observedAtOf(file, options), now: now(), format, column };
}

/** A file dated in the future (by a fast clock) counts as of now. */
function observedAtOf({ modifiedAt }: ImportFile, { observedAt, now }: ImportOptions): Date {
  const latest = now();
  const time = observedAt ?? modifiedAt ?? latest;
  return time < latest ? time : latest;
}

function chunkOf(item: Item): Chunk {
  const chunk = newChunk();
  chunk.add(item);
  return chunk.build();
}

function failedWith(item: Omit<Item, "outcome">, error: string): Item {
  return { ...item, outcome: { error, excerpt: "" } };
}

type Unknown = Pick<SavedChunk, "unknownAuthors" | "unknownPosts">;

const NOBODY_UNKNOWN: Unknown = { unknownAuthors: new Set(), unknownPosts: new Set() };

function badItem(item: Item, unknown: Unknown): BadItem[] {
  const { file, unit, number, outcome } = item;
  if ("error" in outcome) return [{ file, unit, number, error: outcome.error, excerpt: outcome.excerpt }];
  const { leftOut, names } = outcome.findings;
  if (leftOut.length > 0) {
    const error = `only the username was imported; left out: ${leftOut.slice(0, MAX_TOLD_MEMBERS).join(", ")} (the account's number is missing, or the format is not known)`;
    return [{ file, unit, number, error, excerpt: names[0]?.username ?? "" }];
  }
  for (const orphan of orphansAmong(outcome.findings, unknown))
    return [
      {
        file,
        unit,
        number,
        error: `${orphan.what}, which is not stored: import the ${orphan.needs} first, then this file again`,
        excerpt: orphan.excerpt,
      },
    ];
  return [];
}

/** Rows that belong to an account or a post that is not in the store. */
function* orphansAmong(
  { own, posts }: Findings,
  { unknownAuthors, unknownPosts }: Unknown,
): Generator<{ what: string; needs: "account" | "post"; excerpt: string }> {
  for (const row of own) {
    if (row.kind === "day" && unknownAuthors.has(row.day.profile.id)) {
      const { id, username } = row.day.profile;
      yield { what: `a day of account ${id}`, needs: "account", excerpt: username };
    } else if (row.kind === "link" && unknownAuthors.has(row.link.accountId)) {
      const { accountId, username } = row.link;
      yield { what: `a related account of account ${accountId}`, needs: "account", excerpt: username };
    } else if (row.kind === "comment" && unknownPosts.has(row.comment.postId)) {
      const { postId, username } = row.comment;
      yield { what: `a commenter of post ${postId}`, needs: "post", excerpt: username };
    }
  }
  for (const { id, posts: found } of posts)
    if (unknownAuthors.has(id))
      yield { what: `a post of account ${id}`, needs: "account", excerpt: found[0]?.shortcode ?? "" };
}

function asLoggedError({ file, unit, number, error, excerpt }: BadItem) {
  return {
    subject: `${file}, ${unit} ${number}`,
    error: new SourceError("bad_response", error, { excerpt }),
  };
}
