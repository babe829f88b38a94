import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { countAudience } from "../../src/core/audiences/count.js";
import type { Criteria } from "../../src/core/audiences/criteria.js";
import { isWanted, lessonOf, verdictOf } from "../../src/core/audiences/predicate.js";
import { EMAIL_RULES } from "../../src/core/text/email-rules.js";
import { addPeople } from "../support/outreach.js";
import { migratedStore, STORES } from "../support/stores.js";

const MAKERS: Criteria = { languages: ["DE"], followers: { min: 1_000 }, hasEmail: true };

describe.each(STORES)("the predicate of an audience, on %s", (store) => {
  test("what is not known leaves an account undecided, unless something else rules it out", async () => {
    const { kysely: db } = await migratedStore(store);
    await addPeople(db, [
      { id: 1, language: "DE", followers: 5_000 },
      { id: 2, language: "FR", followers: 5_000 },
      { id: 3, followers: 5_000 },
      { id: 4, followers: 10, email: null },
      { id: 5, language: "DE", followers: 1_000, email: null },
    ]);
    await sql`update "Qualification" set outcome = 'ok' where id = 5`.execute(db);
    await sql`update "InstagramAccountBase" set email_rules = ${EMAIL_RULES} where id = 5`.execute(db);
    const { rows } = await sql<{
      id: bigint;
      wanted: boolean | null;
      verdict: boolean | null;
      lesson: boolean | null;
    }>`
      select id, ${isWanted(MAKERS)} as wanted, ${verdictOf(MAKERS)} as verdict, ${lessonOf(MAKERS)} as lesson
      from "InstagramAccountBase" as account
      order by id
    `.execute(db);
    expect(rows.map(({ wanted }) => wanted === true)).toEqual([true, false, false, false, false]);
    expect(rows.map(({ verdict }) => verdict)).toEqual([true, false, null, false, null]);
    // No stored value can still reveal the address of the fifth: it counts as not wanted.
    expect(rows.map(({ lesson }) => lesson)).toEqual([true, false, null, false, false]);
    expect(await countAudience(db, MAKERS)).toEqual({
      accounts: 5,
      wanted: 1,
      unwanted: 2,
      undecided: 2,
      missing: [
        {
          criterion: "languages",
          missing: "language",
          accounts: 1,
          pending: 1,
          foundBy: "qualify",
          otherwise: "model",
        },
        {
          criterion: "hasEmail",
          missing: "address",
          accounts: 1,
          pending: 0,
          foundBy: "find-emails",
          otherwise: "refresh",
        },
      ],
    });
  });
});
