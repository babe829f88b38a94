import { type Kysely, sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/core/db/schema.js";
import { claimVerifications } from "../../src/core/email/claim-verifications.js";
import type { DomainFinding } from "../../src/core/email/mail-hosts.js";
import { queueAddresses } from "../../src/core/email/queue-addresses.js";
import { startRun } from "../../src/core/record/runs.js";
import { migratedStore, STORES } from "../support/stores.js";
import {
  accountsShowing,
  dnsFinding,
  HOSTS,
  hostSaying,
  letTimePass,
  lookAt,
} from "../support/verification.js";

const emailsOf = (done: { item: { email: string } }[]) => done.map(({ item }) => item.email);

function stored(db: Kysely<Schema>) {
  return db
    .selectFrom("EmailVerification")
    .select(["email", "status", "reason", "outcome", "attempts", "claimed_by"])
    .orderBy("email")
    .execute();
}

describe.each(STORES)("the queue of addresses on %s", (store) => {
  test("has one row an address, however many accounts show it and however they write it", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(
      db,
      "jane@shop.example",
      "Jane@Shop.EXAMPLE",
      "jane@shop.example",
      "tom@müller.example",
      null,
      "no address",
    );
    expect(emailsOf(await lookAt(db))).toEqual([
      "jane@shop.example",
      "no address",
      "tom@xn--mller-kva.example",
    ]);
    const accounts = await db.selectFrom("InstagramAccountBase").select("ig_email").orderBy("id").execute();
    expect(accounts.map(({ ig_email }) => ig_email)).toEqual([
      "jane@shop.example",
      "jane@shop.example",
      "jane@shop.example",
      "tom@xn--mller-kva.example",
      null,
      "no address",
    ]);
    expect(await queueAddresses(db)).toBe(0);
    expect(await lookAt(db)).toEqual([]);
  });

  test("takes up an address that changed, and one that comes later", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    await lookAt(db);
    await sql`update "InstagramAccountBase" set ig_email = 'new@shop.example' where id = 1`.execute(db);
    await accountsShowing(db, "tom@shop.example");
    expect(emailsOf(await lookAt(db)).sort()).toEqual(["new@shop.example", "tom@shop.example"]);
  });

  test("is shared without overlap by many who claim at once", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, ...Array.from({ length: 60 }, (_, number) => `user${number}@shop.example`));
    const runs = await Promise.all(
      [1, 2, 3, 4].map(() => startRun(db, { command: "verify-emails", version: "test", options: {} })),
    );
    const claims = await Promise.all(
      runs.map((run) => claimVerifications(db, run, 20, { withSmtp: false, againDays: 30 })),
    );
    const claimed = claims.flatMap(({ items }) => items.map(({ email }) => email));
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed.length).toBe(60);
  });

  test("lets a verdict rest, then takes the address again", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    await lookAt(db, { withSmtp: true, prober: hostSaying("exists", "jane") });
    await letTimePass(db, "29 days");
    expect(await lookAt(db, { withSmtp: true, prober: hostSaying("missing") })).toEqual([]);
    await letTimePass(db, "2 days");
    await lookAt(db, { withSmtp: true, prober: hostSaying("missing") });
    expect(await stored(db)).toMatchObject([{ status: "undeliverable", reason: "mailbox_missing" }]);
    await letTimePass(db, "31 days");
    await lookAt(db, { withSmtp: true, prober: hostSaying("exists", "jane") });
    expect(await stored(db)).toMatchObject([
      { status: "deliverable", attempts: 0, outcome: "ok", claimed_by: null },
    ]);
  });

  test("what could not be found out never undoes what was found out before, and is tried again the next day", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    await lookAt(db, { withSmtp: true, prober: hostSaying("exists", "jane") });
    await letTimePass(db, "31 days");
    await lookAt(db, { dns: dnsFinding({ kind: "unknown", reason: "dns_timeout" }) });
    expect(await stored(db)).toMatchObject([{ status: "deliverable", reason: "mailbox_exists" }]);
    await letTimePass(db, "23 hours");
    expect(await lookAt(db)).toEqual([]);
    await letTimePass(db, "2 hours");
    await lookAt(db, { dns: dnsFinding({ kind: "none", reason: "no_such_domain" }) });
    expect(await stored(db)).toMatchObject([{ status: "undeliverable", reason: "no_such_domain" }]);
  });

  test("what DNS passed alone is taken at once by the next run that asks mail hosts, and by no other", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    await lookAt(db);
    expect(await stored(db)).toMatchObject([{ status: "unknown", reason: "mailbox_not_asked" }]);
    expect(await lookAt(db)).toEqual([]);
    expect(emailsOf(await lookAt(db, { withSmtp: true, prober: hostSaying("exists", "jane") }))).toEqual([
      "jane@shop.example",
    ]);
    expect(await stored(db)).toMatchObject([{ status: "deliverable" }]);
    expect(await lookAt(db, { withSmtp: true })).toEqual([]);
  });

  test("a greylisted address comes back when its time has come, to a run that asks mail hosts, and no attempt is burnt", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    const greylisting = { withSmtp: true, prober: hostSaying("greylisted") };
    await lookAt(db, greylisting);
    expect(await stored(db)).toMatchObject([
      { status: "unknown", reason: "greylisted", attempts: 0, outcome: "ok" },
    ]);
    expect(await lookAt(db, greylisting)).toEqual([]);
    await letTimePass(db, "16 minutes");
    expect(await lookAt(db)).toEqual([]);
    expect(await lookAt(db, greylisting)).toHaveLength(1);
    await letTimePass(db, "16 minutes");
    expect(await lookAt(db, greylisting)).toEqual([]);
    await letTimePass(db, "1 hour");
    await lookAt(db, { withSmtp: true, prober: hostSaying("exists", "jane") });
    expect(await stored(db)).toMatchObject([{ status: "deliverable", attempts: 0 }]);
  });

  test("the name by which a host is tried for catch-all stays the same while it is greylisted", async () => {
    const { kysely: db } = await migratedStore(store);
    await accountsShowing(db, "jane@shop.example");
    const asked: string[] = [];
    const prober = (meaningOfProbe: "greylisted" | "missing") => ({
      isPortClosed: false,
      ask: async ({ local }: { local: string }) => {
        asked.push(local);
        return { meaning: local === "jane" ? ("exists" as const) : meaningOfProbe, host: "mx", reply: null };
      },
    });
    await lookAt(db, { withSmtp: true, prober: prober("greylisted") });
    expect(await stored(db)).toMatchObject([{ status: "risky", reason: "catch_all_unknown" }]);
    await letTimePass(db, "16 minutes");
    await lookAt(db, { withSmtp: true, prober: prober("greylisted") });
    await letTimePass(db, "61 minutes");
    await lookAt(db, { withSmtp: true, prober: prober("missing") });
    expect(await stored(db)).toMatchObject([{ status: "deliverable" }]);
    expect(asked).toEqual(["jane", asked[1], "jane", asked[1], "jane", asked[1]]);
  });

  test("a domain is asked about once while its answer holds; a no holds for a quarter of the time, trouble for minutes", async () => {
    const { kysely: db } = await migratedStore(store);
    const asked: string[] = [];
    const findings: Record<string, DomainFinding> = {
      "yes.example": { kind: "hosts", hosts: [{ name: "mx", preference: 0 }] },
      "no.example": { kind: "none", reason: "null_mx" },
      "perhaps.example": { kind: "unknown", reason: "dns_failed" },
    };
    const dns = {
      ...dnsFinding(HOSTS),
      mailHostsOf: async (domain: string) => {
        asked.push(domain);
        return findings[domain] as DomainFinding;
      },
    };
    const askedBy = async (name: string) => {
      asked.length = 0;
      await accountsShowing(db, `${name}@yes.example`, `${name}@no.example`, `${name}@perhaps.example`);
      await lookAt(db, { dns });
      return [...asked].sort();
    };
    expect(await askedBy("a")).toEqual(["no.example", "perhaps.example", "yes.example"]);
    expect(await askedBy("b")).toEqual([]);
    await letTimePass(db, "11 minutes");
    expect(await askedBy("c")).toEqual(["perhaps.example"]);
    await letTimePass(db, "5 hours");
    expect(await askedBy("d")).toEqual(["perhaps.example"]);
    await letTimePass(db, "1 hour");
    expect(await askedBy("e")).toEqual(["no.example", "perhaps.example"]);
    await letTimePass(db, "18 hours");
    expect(await askedBy("f")).toContain("yes.example");
  });
});
