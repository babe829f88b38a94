import type { BatchDefinition } from "../batch/definition.js";
import type { Profile } from "../instagram/profile.js";
import type { ProfileSource } from "../sources/source.js";
import type { claimFrontier, FrontierItem } from "./claim-frontier.js";
import { seedEmptyFrontier } from "./seed-frontier.js";

/**
 * The batch that mines accounts whose names `claim` takes from the frontier.
 * @param seeds added to a frontier that is still empty.
 */
export function miningBatch(
  claim: typeof claimFrontier,
  seeds: readonly string[],
): Omit<BatchDefinition<FrontierItem, Profile, ProfileSource>, "name"> {
  return {
    queue: "InitialInstagramAccount",
    async prepare(db) {
      const added = await seedEmptyFrontier(db, seeds);
      return added > 0
        ? `The frontier was empty; seeded it with ${added.toLocaleString("en-US")} well-known accounts.`
        : null;
    },
    claim,
    subject: (item) => item.username,
    work: (item, source, signal) =>
      source.profile(item.username, signal, { absences: item.absences, isOnlyToBeCertain: true }),
    save: async (...given) => (await import("./save-mined.js")).saveMined(...given),
    nothingToDo: async () =>
      "every account of the frontier is mined or waits for its next attempt; igminer seed adds more.",
  };
}
