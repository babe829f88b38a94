import type { BatchResult } from "../../src/core/batch/live-run.js";
import type { AbsenceJudge } from "../../src/core/batch/open-tools.js";
import { runBatch } from "../../src/core/batch/run-batch.js";
import { type Checked, checkCandidate } from "../../src/core/clones/check-candidate.js";
import { type Candidate, claimCandidates } from "../../src/core/clones/claim-candidates.js";
import type { PairSide } from "../../src/core/clones/pair.js";
import { saveChecked } from "../../src/core/clones/save-checked.js";
import { claimUnvaried, namesFor, saveVaried, type UnvariedItem } from "../../src/core/clones/vary.js";
import type { Database } from "../../src/core/db/database.js";
import type { Profile } from "../../src/core/instagram/profile.js";
import { saveProfiles } from "../../src/core/mining/save-mined.js";
import { SourceError } from "../../src/core/source-error.js";
import type { ProfileSource, SearchHit } from "../../src/core/sources/source.js";
import { runOptionsOf } from "./tasks.js";

/** Saves accounts as if a source had returned them. */
export async function mined(database: Database, profiles: readonly Profile[]): Promise<void> {
  await database.kysely
    .transaction()
    .execute((tx) => saveProfiles(tx, profiles, { runId: 0n, rowIds: [], mined: [] }));
}

/** Generates candidate names for all watched accounts, by the rules. */
export function vary(database: Database, perAccount: number): Promise<BatchResult> {
  return runBatch(
    {
      name: "vary-names",
      queue: "UsersToClone",
      claim: claimUnvaried,
      subject: (item: UnvariedItem) => item.username,
      work: (item: UnvariedItem, _tools: null, signal) =>
        namesFor(item, { yields: new Map(), year: 2026, perAccount, invent: null }, signal),
      save: saveVaried,
      nothingToDo: async () => "",
    },
    {
      ...runOptionsOf(database),
      openTools: async () => ({ tools: null, requests: () => 0, close: async () => {} }),
    },
  );
}

/** Asks a source for the candidate names until none is left. */
export function validate(
  database: Database,
  source: ProfileSource,
  batch = 1_000,
  absences?: AbsenceJudge,
): Promise<BatchResult> {
  return runBatch(
    {
      name: "validate-clones",
      queue: "UsersToClone",
      claim: claimCandidates,
      subject: (item: Candidate) => item.alt_username,
      work: (item: Candidate, tools: ProfileSource, signal): Promise<Checked> =>
        checkCandidate(item, tools, signal),
      absenceOf: ({ absence }: Checked) => absence,
      save: saveChecked,
      nothingToDo: async () => "",
    },
    {
      ...runOptionsOf(database, { batch }),
      openTools: async () => ({
        tools: source,
        requests: () => 0,
        ...(absences && { absences }),
        close: async () => {},
      }),
    },
  );
}

/** A source that knows some accounts, calls all other names absent, and records what it was asked. */
export function sourceOf(
  profiles: readonly Profile[],
  search?: readonly SearchHit[],
): ProfileSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    name: "hiker",
    asked,
    async profile(username) {
      asked.push(username);
      const found = profiles.find((profile) => profile.username === username);
      if (found === undefined) throw new SourceError("not_found", "there is no such account");
      return found;
    },
    ...(search && { search: async () => [...search] }),
    async close() {},
  };
}

/** One side of a pair; a test only states what matters to it. */
export function sideOf(changes: Partial<PairSide> = {}): PairSide {
  return {
    id: 1_000_000_000n,
    username: "anna.schmidt",
    fullName: "Anna Schmidt",
    biography: "Teacher in Köln, two cats, too many books",
    externalLink: "",
    followers: 400,
    following: 300,
    posts: 60,
    isPrivate: false,
    isVerified: false,
    picture: null,
    ...changes,
  };
}
