import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { loadConfig } from "../../src/core/config/config.js";
import { openDatabase } from "../../src/core/db/database.js";
import type { Failure } from "../../src/core/failure.js";
import { parsePostgresUri } from "../../src/core/settings/postgres-uri.js";
import { runCli } from "../support/cli.js";
import { emptyFolder, emptyStore, environmentOf, readyStore } from "../support/stores.js";

async function onServer(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: `${inject("postgresUrl")}/postgres` });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

const nameOf = (environment: Record<string, string>) =>
  new URL(environment.DATABASE_URL as string).pathname.slice(1);

test("the day the database is read-only: what reads works, what writes ends with 5 and says why, health reports it", async () => {
  const store = environmentOf(await readyStore("postgres"));
  await onServer(`alter database ${nameOf(store)} set default_transaction_read_only = on`);
  for (const args of [["mine-new"], ["seed", "ada"], ["migrate"], ["forget", "ada", "--yes"]]) {
    const { code, stderr } = await runCli(args, store);
    if (args[0] === "migrate" && code === 0) continue;
    expect({ args, code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining("is read-only"),
    });
  }
  expect(await runCli(["export", "accounts"], store)).toMatchObject({ code: 0 });
  const health = await runCli(["health"], store);
  expect(health).toMatchObject({ code: 1, stdout: expect.stringMatching(/database +failed.*read-only/) });
});

test("the day all connections are taken: exit 5 in words, and nothing is charged to anybody", async () => {
  const store = environmentOf(await readyStore("postgres"));
  const role = `few_${nameOf(store).slice(-12)}`;
  await onServer(`create role ${role} login password 'x' connection limit 0`);
  const url = new URL(store.DATABASE_URL as string);
  url.username = role;
  url.password = "x";
  const refused = await runCli(["status"], { DATABASE_URL: url.href });
  await onServer(`drop role ${role}`);
  expect(refused, refused.stderr).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(/too many connections/),
  });
});

test.each([
  ["LATIN1", "encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' locale_provider libc"],
  ["SQL_ASCII", "encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' locale_provider libc"],
])(
  "a database in %s is refused at migrate, with the command that makes one that will do",
  async (encoding, how) => {
    const name = `encoded_${encoding.toLowerCase()}_${process.pid}`;
    await onServer(`create database ${name} ${how} template template0`);
    const refused = await runCli(["migrate"], { DATABASE_URL: `${inject("postgresUrl")}/${name}` });
    await onServer(`drop database ${name} with (force)`);
    expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining(encoding) });
    expect(refused.stderr).toContain("createdb --encoding=UTF8");
  },
);

test("the day it is another build's schema: each difference is refused, whatever the highest number is", async () => {
  const store = environmentOf(await readyStore("postgres"));
  const change = async (statement: string) => {
    const client = new pg.Client({ connectionString: store.DATABASE_URL });
    await client.connect();
    await client.query(statement);
    await client.end();
    const { code, stderr } = await runCli(["status"], store);
    return { code, stderr };
  };
  const renamed = await change(`update "SchemaMigration" set name = '000011_other' where id = 11`);
  expect(renamed).toMatchObject({ code: 5, stderr: expect.stringContaining("000011_other") });
  const elsewhere = await change(
    `update "SchemaMigration" set name = '000011_last_minute', digest = '0' where id = 11`,
  );
  expect(elsewhere).toMatchObject({ code: 5, stderr: expect.stringContaining("with a different text") });
  await change(`update "SchemaMigration" set digest = null where id = 11`);
  for (const id of [205, 99_999]) {
    const unknown = await change(`insert into "SchemaMigration" (id, name) values (${id}, 'of_a_branch')`);
    expect(unknown).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/does not know: of_a_branch|newer than/),
    });
    await change(`delete from "SchemaMigration" where id = ${id}`);
  }
  const missing = await change(`delete from "SchemaMigration" where id = 11`);
  expect(missing).toMatchObject({ code: 5, stderr: expect.stringContaining("igminer migrate") });
});

describe("a server is named in every form that libpq takes", () => {
  const read = (environment: Record<string, string>) => {
    const { url } = loadConfig({
      environment: { XDG_CONFIG_HOME: "/nonexistent", HOME: "/nonexistent", ...environment },
      folder: "/nonexistent",
    }).config.database;
    const { host, port, user, password, database } = parsePostgresUri(url ?? "") ?? {};
    return { host, port, user, password, database };
  };
  const WHOLE = { host: "db.example", port: "6543", user: "me", password: undefined, database: "leads" };

  test.each([
    ["postgres://me@db.example:6543/leads"],
    ["postgresql:///leads?host=db.example&port=6543&user=me"],
    ["postgres://me@/?host=db.example&port=6543&dbname=leads"],
    ["host=db.example port=6543 user=me dbname=leads"],
    ["  host = 'db.example'  port='6543' user=me dbname = leads "],
  ])("%s", (url) => {
    expect(read({ DATABASE_URL: url })).toEqual(WHOLE);
  });

  test("by variables, and by a socket's folder", () => {
    const variables = { PGHOST: "db.example", PGPORT: "6543", PGUSER: "me", PGDATABASE: "leads" };
    expect(read(variables)).toEqual(WHOLE);
    expect(read({ DATABASE_URL: "postgres://me@/leads?host=/run/postgresql" }).host).toBe("/run/postgresql");
    expect(read({ PGHOST: "/run/postgresql" }).host).toBe("/run/postgresql");
  });

  test("by a service, which goes before the variables; one that is nowhere is wrong usage", async () => {
    const file = join(await emptyFolder(), "services");
    writeFileSync(
      file,
      "[other]\nhost=x\n\n# ours\n[leads]\nhost=db.example\nport=6543\nuser=me\ndbname=leads\n[z]\nport=1\n",
    );
    const service = { PGSERVICEFILE: file, PGSERVICE: "leads" };
    expect(read(service)).toEqual(WHOLE);
    expect(read({ ...service, PGHOST: "elsewhere" })).toEqual(WHOLE);
    expect(read({ PGSERVICEFILE: file, DATABASE_URL: "service=leads" })).toEqual(WHOLE);
    expect(read({ PGSERVICEFILE: file, DATABASE_URL: "postgres://?service=leads" })).toEqual(WHOLE);
    expect(() => read({ PGSERVICEFILE: file, PGSERVICE: "none" })).toThrow(
      '"none" is in none of these files',
    );
  });

  test.each(["p@:/?#%&= ü", "'\"\\$`", "💶 €"])("with the password %s", (password) => {
    const encoded = encodeURIComponent(password);
    expect(read({ DATABASE_URL: `postgres://me:${encoded}@db.example/leads` }).password).toBe(password);
    const quoted = password.replace(/['\\]/g, "\\$&");
    expect(read({ DATABASE_URL: `host=db.example password='${quoted}'` }).password).toBe(password);
  });

  test.each([
    "mysql://x/y",
    "localhost/leads",
    "postgres://a:1,b:2/leads",
    "postgres://me:p@ss@x:y/z",
    "host",
  ])("%s is none, and no part of it is shown", (url) => {
    expect(() => read({ DATABASE_URL: url })).toThrow("its value (from environment) is not valid");
  });

  test("and the password is found in the password file, by the built command", async () => {
    const { DATABASE_URL = "" } = environmentOf(await emptyStore("postgres"));
    const { hostname, port, username, password, pathname } = new URL(DATABASE_URL);
    const folder = await emptyFolder();
    const file = join(folder, "pgpass");
    writeFileSync(file, `${hostname}:${port}:*:${username}:${password}\n`, { mode: 0o600 });
    const named = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGDATABASE: pathname.slice(1) };
    const done = await runCli(["migrate"], { ...named, PGPASSFILE: file });
    expect(done, done.stderr).toMatchObject({ code: 0, stderr: "" });
    const without = await runCli(["migrate"], named);
    expect(without).toMatchObject({ code: 5, stderr: expect.stringContaining("and none is set") });
    const ssl = await runCli(["status"], { DATABASE_URL: `${DATABASE_URL}?sslmode=require` });
    expect(ssl).toMatchObject({ code: 5, stderr: expect.stringContaining("offers no encryption") });
  });
});

describe("why a server cannot be reached is said in one plain sentence, not in the driver's words", () => {
  /** A port that handles each connection this way, until the test is finished. */
  async function portThat(meets: (socket: Socket) => void): Promise<number> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on("error", () => {}));
      meets(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }
  const at = (place: string) => `postgres://me:s3cret@${place}`;

  test.each<[string, () => Promise<string>, string]>([
    ["refused", async () => at("127.0.0.1:1/leads"), "nothing accepts connections on that port"],
    ["no such host", async () => at("no.such.host.invalid/leads"), "DNS"],
    ["no socket", async () => at(`/leads?host=${await emptyFolder()}`), "no socket of PostgreSQL"],
    [
      "silence",
      async () => at(`127.0.0.1:${await portThat(() => {})}/leads?connect_timeout=1`),
      "nothing answered in time",
    ],
    [
      "hung up",
      async () => at(`127.0.0.1:${await portThat((socket) => socket.destroy())}/leads`),
      "closed before PostgreSQL answered",
    ],
    [
      "another service",
      async () =>
        at(
          `127.0.0.1:${await portThat((socket) => socket.end("HTTP/1.1 400\r\n\r\n"))}/leads?sslmode=require`,
        ),
      "is not PostgreSQL",
    ],
    [
      "the wrong password",
      async () => `${inject("postgresUrl").replace(/:[^:@/]+@/, ":s3cret@")}/postgres`,
      "rejects the password of user igminer",
    ],
    [
      "no such database",
      async () => `${inject("postgresUrl")}/leads_of_nobody`,
      "no database named leads_of_nobody",
    ],
    [
      "no encryption",
      async () => `${inject("postgresUrl")}/postgres?sslmode=require`,
      "offers no encryption",
    ],
  ])("%s", async (_kind, urlOf, reason) => {
    const settings = { ...(await emptyStore("postgres")), url: await urlOf() };
    const failure = await openDatabase({ settings, notify: () => {} }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      exitCode: 5,
      message: expect.stringMatching(/^The database at .+ cannot be reached: .+\.$/),
      hint: expect.stringMatching(/^[A-Z]/),
    });
    const { message, hint } = failure as Failure;
    expect(message).toContain(reason);
    expect(message + hint).not.toMatch(/s3cret|ECONN|ENOTFOUND|EAI_AGAIN|ENOENT|terminated|getaddrinfo/);
  });
});
