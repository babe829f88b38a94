import type { Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../batch/definition.js";
import type { Tallies } from "../batch/tallies.js";
import { goByKeys } from "../db/planner.js";
import type { Schema } from "../db/schema.js";
import type { Profile } from "../instagram/profile.js";
import { forgottenAmong } from "../keep-out/forgotten.js";
import { holdOptOuts } from "../keep-out/opt-outs.js";
import { addressesOf } from "../keep-out/shown-addresses.js";
import { withoutForgotten } from "../keep-out/without-forgotten.js";
import type { LoggedError } from "../record/error-log.js";
import { SourceError } from "../source-error.js";
import type { FrontierItem } from "./claim-frontier.js";
import { noteDueMetrics } from "./note-due-metrics.js";
import { noteParts } from "./note-parts.js";
import { noteSeen } from "./note-seen.js";
import { type AccountChange, saveAccounts } from "./save-accounts.js";
import { saveAccountDetails, savePostDetails } from "./save-details.js";
import { type LinkContext, saveLinks } from "./save-links.js";
import { savePosts } from "./save-posts.js";

/** Invalid parts shown per answer: more would say nothing new. */
const SHOWN_PARTS = 5;

/** The result of saving profiles: accounts, history, posts, related accounts, and the frontier rows of mined names. */
export interface SavedProfiles {
  closed: number;
  tallies: Tallies;
  changes: readonly AccountChange[];
  /** Accounts with a post that was not known before. */
  posted: ReadonlySet<bigint>;
  /** Accounts of erased people: nothing of them is saved. */
  leftOut: ReadonlySet<bigint>;
  /** What could not be read of the answers. */
  notices: readonly LoggedError[];
}

/**
 * Saves everything in the profiles. Every run writes the tables in this order, and each table in order of its key, so that
 * runs never deadlock.
 */
export async function saveProfiles(
  tx: Transaction<Schema>,
  observed: readonly Profile[],
  context: LinkContext,
): Promise<SavedProfiles> {
  await goByKeys(tx);
  const { profiles, leftOut, removed, list } = await withoutForgotten(tx, observed, context.mined);
  const keptOut = await forgottenAmong(tx, "username", context.asked ?? [], list);
  const links = {
    ...context,
    mined: context.mined.filter(({ accountId }) => !leftOut.has(accountId)),
    asked: (context.asked ?? []).filter((username) => !keptOut.has(username)),
  };
  await noteParts(tx, profiles, context);
  // Parts alone say nothing about the account itself.
  const isPartsOnly = ({ id }: Profile) => context.partsOnly?.has(id) === true;
  const accounts = await saveAccounts(
    tx,
    profiles.filter((profile) => !isPartsOnly(profile)),
  );
  const known = new Set(accounts.known.map(({ id }) => id));
  await noteParts(
    tx,
    profiles.filter(({ id, partsMissing }) => partsMissing !== undefined && !known.has(id)),
    context,
  );
  await holdOptOuts(
    tx,
    profiles.map((profile) => ({
      id: profile.id,
      username: profile.username,
      emails: () => addressesOf(profile),
    })),
  );
  await noteSeen(tx, accounts.known, links.runId);
  await saveAccountDetails(tx, profiles);
  const posts = await savePosts(tx, profiles);
  await savePostDetails(tx, profiles);
  const { discovered, closed } = await saveLinks(tx, profiles, links);
  await noteDueMetrics(
    tx,
    profiles.map(({ id }) => id),
  );
  return {
    closed: closed + removed,
    leftOut,
    changes: accounts.changes,
    posted: posts.postedBy,
    tallies: {
      accounts_new: accounts.added,
      accounts_changed: accounts.changes.length,
      emails_found: accounts.emails,
      posts_new: posts.added,
      posts_changed: posts.changed,
      discovered,
      ...(leftOut.size > 0 && { kept_out: leftOut.size }),
      ...partsTally(profiles),
      ...notReadAmong(profiles.reduce((sum, { notRead }) => sum + notRead.length, 0)),
    },
    notices: profiles.flatMap(noticeOf),
  };
}

/** @returns the tally of parts that were not available; empty if all were, as is usual. */
function partsTally(profiles: readonly Profile[]): Tallies {
  const missing = profiles.reduce((sum, { partsMissing = [] }) => sum + partsMissing.length, 0);
  return missing === 0 ? {} : { parts_missing: missing };
}

/** @returns the tally of parts that were left out; empty if none was, as is usual. */
export function notReadAmong(parts: number): Tallies {
  return parts === 0 ? {} : { parts_not_read: parts };
}

/** The invalid parts of an answer, for `igminer errors`; the account is saved nevertheless. */
function noticeOf({ username, notRead }: Profile): LoggedError[] {
  if (notRead.length === 0) return [];
  const parts = `${notRead.length} ${notRead.length === 1 ? "part" : "parts"} not read`;
  const shown = notRead.slice(0, SHOWN_PARTS).join("; ");
  return [{ subject: username, error: new SourceError("bad_response", `${parts}: ${shown}`, { notRead }) }];
}

/** Saves mined profiles and closes their frontier rows. */
export async function saveMined(
  tx: Transaction<Schema>,
  done: readonly Done<FrontierItem, Profile>[],
  { runId, rowIds }: SaveContext,
): Promise<Saved> {
  const { closed, tallies, notices } = await saveProfiles(
    tx,
    done.map(({ result }) => result),
    {
      runId,
      rowIds,
      mined: done.map(({ item, result }) => ({ username: item.username, accountId: result.id })),
    },
  );
  return { closed, tallies, ...(notices.length > 0 && { notices }) };
}
