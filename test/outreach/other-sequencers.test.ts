import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { inTransaction } from "../../src/core/db/transaction.js";
import { openByHand } from "../../src/core/outreach/csv/by-hand.js";
import { aloneIn } from "../../src/core/outreach/csv/folder-lock.js";
import { readResults, resultRowsIn, saveResults } from "../../src/core/outreach/results.js";
import type { NewLead } from "../../src/core/outreach/sequencer.js";
import { addSequence } from "../../src/core/outreach/sequences.js";
import { suppress } from "../../src/core/outreach/suppression.js";
import { openWebhook, signatureOf } from "../../src/core/outreach/webhook/client.js";
import { forget } from "../../src/core/privacy/forget.js";
import { sandboxOf } from "../support/cli.js";
import {
  addPeople,
  importOf,
  makeDue,
  peopleOf,
  runHandOver,
  runSync,
  statesIn,
} from "../support/outreach.js";
import { emptyFolder, migratedStore } from "../support/stores.js";

const NO_FILES = { remove: async () => false };

async function office(via: "csv" | "webhook", environment: Record<string, string>) {
  const database = await migratedStore("postgres");
  const { kysely: db } = database;
  const sandbox = await sandboxOf();
  await addPeople(db, peopleOf(4));
  await db.updateTable("InstagramAccountBase").set({ full_name: "BERG Anna" }).where("id", "=", 1n).execute();
  const id = await inTransaction(db, (tx) =>
    addSequence(tx, {
      name: "spring",
      campaignId: "spring 1",
      via,
      dailyCap: 3,
      audience: {},
      firstNameFallback: "there",
      variables: { city: "your city" },
    }),
  );
  await importOf(db, id);
  const handOver = () => runHandOver(database, sandbox, { environment });
  const sync = () => runSync(database, sandbox, { environment });
  return { database, db, handOver, sync };
}

test("orders that are carried out at once, by one command or by two, lose none of each other's rows", async () => {
  const folder = await emptyFolder();
  const commands = [openByHand(folder), openByHand(folder)];
  const signal = AbortSignal.timeout(60_000);
  const emails = peopleOf(24).map(({ id }) => `user${id}@mail.example`);
  const leads = emails.map((email) => ({ email, firstName: null, website: null, variables: {} }));
  await commands[0]?.addLeads(
    { outboxId: 1n, sequence: "spring", campaignId: "spring" },
    async (post) => post(leads as NewLead[]),
    signal,
  );
  await Promise.all(
    emails.flatMap((email, at) => {
      const command = commands[at % 2] as (typeof commands)[number];
      return [
        command.block(email, signal),
        command.deleteLead({ reference: "", email, campaignId: "spring" }, signal),
      ];
    }),
  );
  const linesOf = async (...path: string[]) =>
    (await readFile(join(folder, ...path), "utf8")).trim().split("\n").slice(1).sort();
  expect(await linesOf("stop.csv")).toEqual([...emails].sort());
  expect(await linesOf("spring", "stop.csv")).toEqual([...emails].sort());
  expect(await linesOf("spring", "add-1.csv")).toEqual([]);
  await Promise.all(emails.slice(4).map((email, at) => commands[at % 2]?.unblock(email, signal)));
  expect(await linesOf("stop.csv")).toEqual(emails.slice(0, 4).sort());
});

test.each([
  ["saved by a spreadsheet", (text: string) => `\uFEFF${text.replaceAll(",", ";").replaceAll("\n", "\r\n")}`],
  ["saved as UTF-16", (text: string) => Buffer.from(`\uFEFF${text.replaceAll(",", "\t")}`, "utf16le")],
  ["loaded and deleted", () => null],
])("an order to delete a lead arrives also where the file of rows was %s", async (_, saved) => {
  const folder = await emptyFolder();
  const files = openByHand(folder);
  const signal = AbortSignal.timeout(60_000);
  const leads = ["ann@lead.example", "bo@lead.example"].map((email) => ({ email, firstName: "X" }));
  const request = { outboxId: 1n, sequence: "spring", campaignId: "spring" };
  await files.addLeads(
    request,
    async (post) => post(leads.map((lead) => ({ ...lead, website: null, variables: {} }))),
    signal,
  );
  const path = join(folder, "spring", "add-1.csv");
  const other = saved(await readFile(path, "utf8"));
  await (other === null ? rm(path) : writeFile(path, other));
  await files.deleteLead({ reference: "1-1", email: "ann@lead.example", campaignId: "spring" }, signal);
  expect(await readFile(join(folder, "spring", "stop.csv"), "utf8")).toContain("ann@lead.example");
  if (other === null) return;
  const rows = (await readFile(path, "utf8")).trim().split("\n");
  expect(rows).toHaveLength(2);
  expect(rows[1]).toMatch(/^bo@lead\.example[;\t]X/);
});

test("lines of stop.csv are known and taken back although a spreadsheet saved the file", async () => {
  const folder = await emptyFolder();
  const files = openByHand(folder);
  const signal = AbortSignal.timeout(60_000);
  await files.block("ann@lead.example", signal);
  const path = join(folder, "stop.csv");
  await writeFile(path, `\uFEFF${(await readFile(path, "utf8")).replaceAll("\n", "\r\n")}`);
  expect(await files.isBlocked("ann@lead.example", signal)).toBe(true);
  await files.unblock("ann@lead.example", signal);
  expect(await readFile(path, "utf8")).toBe("email_or_domain\n");
});

test("an order that waits for a command that has stopped ends with its run, and changes nothing", async () => {
  const folder = await emptyFolder();
  let letGo = () => {};
  let holding = Promise.resolve();
  await new Promise<void>((isHeld) => {
    holding = aloneIn(
      folder,
      AbortSignal.timeout(60_000),
      () =>
        new Promise<void>((resolve) => {
          letGo = resolve;
          isHeld();
        }),
    );
  });
  const run = new AbortController();
  const order = openByHand(folder).block("user1@mail.example", run.signal);
  setTimeout(() => run.abort(), 50);
  await expect(order).rejects.toThrow("aborted");
  expect(await readdir(folder)).toEqual([".lock"]);
  letGo();
  await holding;
});

test("a person can carry rows to any tool and bring its results back; caps, opt-outs and erasures hold there too", async () => {
  const dir = join(await emptyFolder(), "rows");
  const { db, handOver, sync } = await office("csv", { IGMINER_CSV_DIR: dir });
  expect(await handOver()).toMatchObject({ exitCode: 0, tallies: { handed_over: 3 } });
  const [file] = await readdir(join(dir, "spring_1"));
  const path = join(dir, "spring_1", file as string);
  const [head, first] = (await readFile(path, "utf8")).split("\n");
  expect(head).toBe("email,first_name,website,username,profile_url,full_name,followers,city");
  expect(first).toBe(
    "user1@mail.example,Anna,,user1,https://www.instagram.com/user1/,BERG Anna,1000,your city",
  );
  expect([(await stat(dir)).mode & 0o777, (await stat(path)).mode & 0o777]).toEqual([0o700, 0o600]);
  expect(await statesIn(db)).toEqual({ active: 3, queued: 1 });

  const { leads, invalid } = readResults([
    { email: "user1@mail.example", status: "Replied", interest: "interested" },
    { email: "User2@mail.example", status: "opted out" },
    { email: "nonsense", status: "sent" },
  ]);
  expect(invalid).toEqual([{ row: 4, problem: "not an address: nonsense" }]);
  await saveResults(db, { via: "csv", campaignId: "spring 1" }, leads);
  expect(await statesIn(db)).toEqual({ replied: 1, unsubscribed: 1, active: 1, queued: 1 });

  await forget(db, { kind: "username", username: "user3" }, NO_FILES);
  await sync();
  expect(await readFile(join(dir, "spring_1", "stop.csv"), "utf8")).toContain("user3@mail.example");
  expect(await readFile(path, "utf8")).not.toContain("user3@mail.example");
  expect(await readFile(join(dir, "stop.csv"), "utf8")).toContain("user2@mail.example");
});

test("a webhook gets signed events, the same event with the same id, and may refuse single leads", async () => {
  const events: { id: string; body: { type: string; data: Record<string, unknown> }; isSigned: boolean }[] =
    [];
  let isDown = true;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += part;
    });
    request.on("end", () => {
      const id = String(request.headers["webhook-id"]);
      const time = Number(request.headers["webhook-timestamp"]);
      const expected = `v1,${signatureOf("secret", id, time, body)}`;
      events.push({
        id,
        body: JSON.parse(body),
        isSigned: request.headers["webhook-signature"] === expected,
      });
      response.writeHead(isDown ? 503 : 200, { "content-type": "application/json" });
      response.end(
        isDown ? "" : JSON.stringify({ leads: [{ email: "user2@mail.example", refused: "blocked" }] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as { port: number };
  const { db, handOver, sync } = await office("webhook", {
    IGMINER_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    IGMINER_WEBHOOK_SECRET: "secret",
  });
  expect((await handOver()).counts.retried).toBe(1);
  isDown = false;
  await makeDue(db);
  // A refused lead does not count for the day: the fourth takes its place.
  expect(await handOver()).toMatchObject({ exitCode: 0, tallies: { handed_over: 3, refused_blocked: 1 } });
  const added = events.filter(({ body }) => body.type === "leads.add");
  expect(added.map(({ id }) => id)).toEqual(["igminer-add-1", "igminer-add-1", "igminer-add-2"]);
  expect(events.every(({ isSigned }) => isSigned)).toBe(true);
  expect(added[1]?.body.data.leads).toMatchObject([
    {
      email: "user1@mail.example",
      first_name: "Anna",
      variables: { city: "your city" },
    },
    {},
    {},
  ]);
  await inTransaction(db, (tx) =>
    suppress(tx, [{ kind: "email", value: "user1@mail.example", reason: "asked", source: "manual" }]),
  );
  await forget(db, { kind: "username", username: "user3" }, NO_FILES);
  await sync();
  const told = events.filter(({ body }) => body.type !== "leads.add").map(({ body }) => body.type);
  expect(told.sort()).toEqual(["block.add", "lead.delete"]);
});

/** The result for two leads if a receiver answers this. */
async function answerOf(body: string) {
  const attempt = { signal: new AbortController().signal, charge: () => {} };
  const webhook = openWebhook({
    http: { post: async () => ({ status: 200, headers: new Headers(), body }) as never },
    gate: { run: async (work) => work(attempt as never), runOnce: async (work) => work(attempt as never) },
    url: "http://127.0.0.1/hook",
    secret: "secret",
    now: () => new Date(0),
  });
  const leads = ["ann@lead.example", "bo@lead.example"].map((email) => ({
    email,
    firstName: null,
    website: null,
    variables: {},
  }));
  const request = { outboxId: 1n, sequence: "spring", campaignId: "1" };
  const added = await webhook.addLeads(
    request as never,
    async (send) => send(leads as never),
    attempt.signal,
  );
  return added?.explain([] as never);
}

test.each([
  ["", 2, {}],
  ["Accepted", 2, {}],
  ['{"status":"success"}', 2, {}],
  ['{"leads":[{"email":"ANN@lead.example","id":7,"refused":null}]}', 2, {}],
  [
    '{"leads":[{"email":"ann@lead.example","refused":"not wanted here"}]}',
    1,
    { "ann@lead.example": "incomplete" },
  ],
  ['{"leads":[{"email":"bo@lead.example","refused":true}]}', 1, { "bo@lead.example": "incomplete" }],
  ['{"leads":[{"email":" bo@lead.example","refused":["twice"]}]}', 1, { "bo@lead.example": "incomplete" }],
  ['{"leads":[{"email":"ann@lead.example","id":{"of":7}},{"email":"bo@lead.example","id":""}]}', 2, {}],
])("a receiver that answers %j has taken %i leads", async (body, taken, refused) => {
  const explained = await answerOf(body);
  expect(explained?.created.size).toBe(taken);
  expect(Object.fromEntries(explained?.refused ?? [])).toEqual(refused);
});

test.each(["<html>Sign in</html>", '{"leads":"all"}', '{"leads":[{"mail":"x"}]}', '{"leads":[', "[]"])(
  "of a receiver that answers %j it is not known what it has taken",
  async (body) => {
    await expect(answerOf(body)).rejects.toMatchObject({ kind: "bad_response" });
  },
);

test("an opt-out does not depend on the word beside it, nor on quotes or a first line of Excel's", () => {
  const rows = resultRowsIn(
    'sep=;\r\nE-Mail;Status;Interest;Note\r\na@mail.example;Unsubscribed;maybe;\r\nb@mail.example;on holiday;no;says "no"\r\nc@mail.example;opt-out;;\r\n',
  );
  const { leads, invalid, unreadable } = readResults(rows);
  expect(invalid).toEqual([]);
  expect(unreadable).toEqual([
    { row: 2, problem: "interest is not an interest: maybe" },
    { row: 3, problem: "status is not a status: on holiday" },
  ]);
  expect(leads).toMatchObject([
    { email: "a@mail.example", word: "unsubscribed", interest: null },
    { email: "b@mail.example", word: null, interest: -1 },
    { email: "c@mail.example", word: "unsubscribed" },
  ]);
});

test("years that PostgreSQL does not read do not stop a file of results", () => {
  const { leads } = readResults([
    {
      email: "a@mail.example",
      status: "unsubscribed",
      sent_at: "0000-01-01",
      replied_at: "9999-12-31T23:59:59-14:00",
    },
  ]);
  expect(leads).toMatchObject([{ word: "unsubscribed", contactedAt: null, repliedAt: null }]);
});

test("a number or a time that cannot be read is told, and the rest of its row is taken", () => {
  const { leads, invalid, unreadable } = readResults([
    { email: "a@mail.example", status: "unsubscribed", opens: "many", replied_at: "31.05.2026" },
    { email: "b@mail.example", status: "replied", replied_at: "1764288000" },
    { email: "c@mail.example", status: "sent", sent_at: "2026-05-31 10:00" },
  ]);
  expect(invalid).toEqual([]);
  expect(unreadable).toEqual([
    { row: 2, problem: "opens is not a count: many" },
    { row: 2, problem: "replied_at is not a time: 31.05.2026" },
  ]);
  expect(leads).toMatchObject([
    { word: "unsubscribed", opens: null, repliedAt: null },
    { repliedAt: new Date(1_764_288_000_000) },
    { contactedAt: new Date("2026-05-31T10:00:00Z") },
  ]);
});
