import type { Transaction } from "kysely";
import type { Done, SaveContext, Saved } from "../batch/definition.js";
import type { Schema } from "../db/schema.js";
import type { FrontierItem } from "./claim-frontier.js";
import type { Profile } from "./profile.js";
import { saveAccounts } from "./save-accounts.js";
import { saveLinks } from "./save-links.js";
import { savePosts } from "./save-posts.js";

/**
 * Saves mined profiles: accounts, history, posts, related accounts, and the closed frontier rows.
 * Every run writes the tables in this order and each table in order of its key, so that no two wait for each other.
 */
export async function saveMined(
  tx: Transaction<Schema>,
  done: readonly Done<FrontierItem, Profile>[],
  { runId, rowIds }: SaveContext,
): Promise<Saved> {
  const profiles = done.map(({ result }) => result);
  const accounts = await saveAccounts(tx, profiles);
  const posts = await savePosts(tx, profiles);
  const mined = done.map(({ item, result }) => ({ id: item.id, accountId: result.id }));
  const { discovered, closed } = await saveLinks(tx, profiles, { mined, rowIds, runId });
  return {
    closed,
    tallies: {
      accounts_new: accounts.added,
      accounts_changed: accounts.changed,
      emails_found: accounts.emails,
      posts_new: posts.added,
      posts_changed: posts.changed,
      discovered,
    },
  };
}
