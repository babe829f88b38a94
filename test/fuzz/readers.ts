import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { CsvError } from "csv-parse/sync";
import { decode, encode, type Question } from "dns-packet";
import fc from "fast-check";
import sharp from "sharp";
import { readPicture } from "../../src/core/clones/picture.js";
import { openMailDns } from "../../src/core/email/mail-hosts.js";
import { meaningOfReply, replyOf } from "../../src/core/email/smtp-reply.js";
import { filesOf, openImportFile } from "../../src/core/exchange/import/open-file.js";
import { itemsOf } from "../../src/core/exchange/import/read-items.js";
import type { Post, Profile } from "../../src/core/instagram/profile.js";
import type { HttpClient } from "../../src/core/net/http.js";
import type { HttpAnswer } from "../../src/core/net/http-answer.js";
import { jsonIn } from "../../src/core/openai/json-in.js";
import { classify } from "../../src/core/outreach/gmail/classify.js";
import { readMail } from "../../src/core/outreach/gmail/read-mail.js";
import { openInstantly } from "../../src/core/outreach/instantly/client.js";
import { readResults, resultRowsIn } from "../../src/core/outreach/results.js";
import type { Sequencer } from "../../src/core/outreach/sequencer.js";
import { openWebhook } from "../../src/core/outreach/webhook/client.js";
import { answersIn } from "../../src/core/qualify/model-answers.js";
import { graphSource } from "../../src/core/sources/graph.js";
import { hikerSource } from "../../src/core/sources/hiker.js";
import { parseJson } from "../../src/core/sources/json.js";
import type { ProfileSource } from "../../src/core/sources/source.js";
import { webSource } from "../../src/core/sources/web.js";
import { webProfileInfo } from "../../src/sandbox/forms/edge-form.js";
import { flatComments, flatMention, flatPost, flatUser } from "../../src/sandbox/forms/flat-form.js";
import { accountOf } from "../../src/sandbox/world/account.js";
import { postsOf } from "../../src/sandbox/world/posts.js";
import { ANSWERS } from "../email/corpus/answers.js";
import { BOUNCES } from "../email/corpus/messages.js";
import { apifyPost, apifyProfile, instaloaderPost, zipOf } from "../support/exchange.js";
import { WEB } from "../support/sources.js";
import { oddBytes, oddJsonText, oddText } from "./mutations.js";

/** A kind of external input: odd forms of it, and its reader. */
export interface Reader<Input = unknown> {
  name: string;
  input: fc.Arbitrary<Input>;
  /** Reads it. It may throw one of the closed set of errors (`SourceError`), and nothing else. */
  read(input: Input): unknown;
}

const reader = <Input>(each: Reader<Input>): Reader => each as Reader;

const WORLD = { seed: 5, accounts: 500, postsPerAccount: 6, relatedPerAccount: 4, day: 0 };
const HOST = "http://sandbox";
const ACCOUNT = accountOf(WORLD, 41);
const POSTS = postsOf(WORLD, ACCOUNT).map((post) => parseJson(flatPost(post, ACCOUNT)));
const NOW = new Date("2026-06-01T00:00:00Z");
const MAX_ID = 2n ** 63n;
const HEAD_BYTES_OF_DNS = 12;
const SIGNAL = new AbortController().signal;
const GATE = {
  run: <T>(ask: (attempt: never) => Promise<T>) => ask({ signal: SIGNAL, charge() {} } as never),
  runOnce: <T>(ask: (attempt: never) => Promise<T>) => ask({ signal: SIGNAL, charge() {} } as never),
};
const COMMON = { gate: GATE, now: () => NOW };

/** A source of profiles that always gives this answer. */
function answering(answer: HttpAnswer): HttpClient {
  const always = async () => answer;
  return { get: always, post: always, delete: always } as unknown as HttpClient;
}

function oddAnswer(forms: readonly unknown[]): fc.Arbitrary<HttpAnswer> {
  return fc.record({
    status: fc.oneof(
      { weight: 6, arbitrary: fc.constant(200) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          201,
          204,
          301,
          302,
          400,
          401,
          402,
          403,
          404,
          410,
          422,
          424,
          429,
          500,
          502,
          599,
        ),
      },
    ),
    headers: fc.dictionary(
      fc.constantFrom(
        "retry-after",
        "x-hiker-info",
        "x-business-use-case-usage",
        "x-app-usage",
        "location",
        "content-type",
      ),
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          "1780000000",
          "-5",
          "reqs=99999999999",
          "{}",
          "text/html",
          "Wed, 21 Oct 2099 07:28:00 GMT",
        ),
      ),
    ),
    body: oddJsonText(forms),
  }) as fc.Arbitrary<HttpAnswer>;
}

/** Accepts what the database accepts. @throws Error for anything else. */
function checkProfile(profile: Profile): void {
  const { id, followersCount, followingCount, postsCount, username } = profile;
  claim(id > 0n && id < MAX_ID, `the id ${id}`);
  claim(/^[a-z0-9._]{1,30}$/.test(username), `the username ${username}`);
  for (const count of [followersCount, followingCount, postsCount])
    claim(count === null || (Number.isSafeInteger(count) && count >= 0), `the count ${count}`);
  for (const post of profile.posts) checkPost(post);
}

function checkPost({ id, shortcode, takenAt, likeCount, commentCount }: Post): void {
  claim(id > 0n && id < MAX_ID && shortcode !== "", `the post ${id} ${shortcode}`);
  claim(!Number.isNaN(takenAt.getTime()), "a post's time");
  for (const count of [likeCount, commentCount]) claim(count === null || count >= 0, `the count ${count}`);
}

function claim(isTrue: boolean, what: string): void {
  if (!isTrue) throw new Error(`${what} came through`);
}

const ofSource = (name: string, forms: readonly unknown[], open: (http: HttpClient) => ProfileSource) =>
  reader({
    name,
    input: oddAnswer(forms),
    async read(answer) {
      const source = open(answering(answer));
      checkProfile(await source.profile(ACCOUNT.username, SIGNAL));
    },
  });

const HIKER = (http: HttpClient) =>
  hikerSource({ ...COMMON, http, baseUrl: HOST, key: "key", parts: ["posts", "related"] });
const INSTANTLY_LEAD = {
  id: "019a0000-0000-7000-8000-000000000001",
  email: "dana@atelier.example",
  campaign: "019cc043-9d00-75e0-9e83-192cca9a643e",
  status: 1,
  lt_interest_status: 1,
  email_open_count: 2,
  email_reply_count: 1,
  email_click_count: 0,
  timestamp_updated: "2026-05-01T10:00:00.000Z",
  timestamp_last_contact: null,
  timestamp_last_reply: "2026-05-02T10:00:00.000Z",
};
const ADDED = {
  status: "success",
  total_sent: 2,
  leads_uploaded: 1,
  in_blocklist: 0,
  duplicated_leads: 1,
  skipped_count: 0,
  invalid_email_count: 0,
  remaining_in_plan: 40,
  created_leads: [{ index: 0, id: INSTANTLY_LEAD.id, email: INSTANTLY_LEAD.email }],
};
const NEW_LEADS = [INSTANTLY_LEAD.email, "ben@atelier.example"].map((email) => ({
  email,
  firstName: null,
  website: null,
  variables: {},
}));

/** Hands two leads over. @throws Error if an address is explained that was never sent, or one twice. */
async function handOver(sequencer: Sequencer): Promise<void> {
  const result = await sequencer.addLeads(
    { outboxId: 1n, sequence: "s", campaignId: INSTANTLY_LEAD.campaign },
    (post) => post(NEW_LEADS),
    SIGNAL,
  );
  const { created, refused, unknown } = (result as NonNullable<typeof result>).explain(null);
  const told = [...created.keys(), ...refused.keys(), ...unknown].sort();
  claim(
    told.join() ===
      NEW_LEADS.map(({ email }) => email)
        .sort()
        .join(),
    `the addresses ${told.join()}`,
  );
}

const MODEL_ANSWER = {
  accounts: [
    { id: "a1", language: "de", gender: "female", gender_confidence: 4, kind: "person", topics: ["food"] },
    { id: "a2", language: null, gender: null, gender_confidence: 0, kind: "business", topics: [] },
  ],
};
const ASKED = MODEL_ANSWER.accounts.map(({ id }) => ({
  id,
  texts: { fullName: "A", biography: "B", category: null },
}));

const CSV = [
  'Username,Profile URL,Followers,Biography\nanna.berg,https://www.instagram.com/anna.berg/,"1,234","Köln\nmit Komma, und ""Zitat"""\nben,,12,\n',
  "id;username;first_seen;last_updated;followers_count\n1;anna;2026-01-01T00:00:00Z;2026-01-02T00:00:00Z;7\n",
];
const LINES = [
  apifyProfile(7, { latestPosts: [apifyPost(1n)] }),
  instaloaderPost(3n, { id: "9", username: "owner" }),
  { username: "bare" },
  { pk: "5", username: "flat", follower_count: 3, media_count: 1 },
].map((item) => JSON.stringify(item, (_key, value) => (typeof value === "bigint" ? String(value) : value)));
const PAGE = `<!DOCTYPE html><html><body><div><a href="https://www.instagram.com/anna">anna</a><div>Jan 01, 2026 1:00 pm</div></div></body></html>`;
const SMTP = [
  ["250 2.1.5 Ok"],
  ["550-5.1.1 The email account that you tried to reach does not exist.", "550 5.1.1 Please try again"],
  ["450 4.2.0 <dana@atelier.example>: Recipient address rejected: Greylisted"],
  ["554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example"],
];

/** An error of JavaScript itself, which nobody throws on purpose. */
const SLIP = /Cannot (read|set|convert)|is not (a function|iterable|a constructor)|undefined/;

const AS_IMPORTED = { observedAt: NOW, now: NOW, format: "auto", column: null } as const;

/** The items of an import file; a bad item, or a file that cannot be read further, is reported in words. */
const importOf = (name: string, label: string, forms: readonly string[]) =>
  reader({
    name,
    input: oddText(forms),
    async read(text) {
      const file = { path: null, label, sizeBytes: null, modifiedAt: null, bytesRead: () => 0 };
      const items = itemsOf({ ...file, content: Readable.from([Buffer.from(text)]) }, AS_IMPORTED);
      try {
        for await (const { outcome } of items) {
          if ("findings" in outcome) outcome.findings.profiles.forEach(checkProfile);
          else claim(outcome.excerpt.length <= 1_000 && !SLIP.test(outcome.error), outcome.error);
        }
      } catch (error) {
        // As in an import, where it ends the file.
        if (error instanceof TypeError || error instanceof RangeError || / came through$/.test(String(error)))
          throw error;
      }
    },
  });

/**
 * A file, or a ZIP of files, as given to `import`. Unreadable input is reported as a `Failure`, or ends the file with a
 * message.
 */
function zipReader(folder: string): Reader {
  const path = join(folder, "download.zip");
  const list = "connections/followers_and_following/followers_1";
  const form = zipOf({
    [`${list}.html`]: PAGE,
    [`${list}.json`]: `[${LINES[0]}]`,
    "accounts.csv": CSV[0] as string,
  });
  return reader({
    name: "import of a ZIP",
    input: oddBytes([form]),
    async read(bytes) {
      writeFileSync(path, bytes);
      try {
        for (const name of await filesOf([path])) {
          const file = await openImportFile(name, process.stdin);
          for await (const { outcome } of itemsOf(file, AS_IMPORTED))
            if ("findings" in outcome) outcome.findings.profiles.forEach(checkProfile);
        }
      } catch (error) {
        if (error instanceof TypeError || error instanceof RangeError || / came through$/.test(String(error)))
          throw error;
      }
    },
  });
}

const RESULTS = `Email,Status,Interest,Opens,Updated At\n${INSTANTLY_LEAD.email},replied,yes,3,2026-05-01\nb@mail.example,bounced,,0,\n`;

/** Like the command, which reports that the file cannot be read. */
function resultRowsOf(text: string): Record<string, string>[] {
  try {
    return resultRowsIn(text);
  } catch (error) {
    if (error instanceof CsvError) return [];
    throw error;
  }
}

/**
 * A server's answer to any question, except its head and question: with those odd, c-ares keeps waiting for another
 * answer.
 */
const RECORDS = (
  [
    [{ type: "MX", data: { exchange: "mx.atelier.example", preference: 10 } }],
    [{ type: "MX", data: { exchange: ".", preference: 0 } }],
    [
      { type: "A", data: "192.0.2.1" },
      { type: "CNAME", data: "other.example" },
    ],
    [{ type: "AAAA", data: "2001:db8::1" }],
    [],
  ] as const
).map((answers) => {
  const named = answers.map((answer) => ({ name: "atelier.example", ttl: 60, ...answer }));
  return encode({ type: "response", answers: named as never }).subarray(HEAD_BYTES_OF_DNS);
});

/** A DNS server on loopback whose records are odd. */
async function dnsReader(): Promise<{ reader: Reader; close(): void }> {
  let records: Buffer = Buffer.alloc(0);
  let count = 0;
  const server = createSocket("udp4", (packet, { address, port }) => {
    const { id, questions } = decode(packet) as { id: number; questions: Question[] };
    const head = encode({ id, type: "response", flags: 0x180, questions } as never);
    head.writeUInt16BE(count, 6);
    server.send(Buffer.concat([head, records]), port, address);
  });
  await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    reader: reader({
      name: "answers of DNS",
      input: fc.tuple(oddBytes(RECORDS), fc.nat({ max: 3 })),
      async read([odd, answers]) {
        records = odd;
        count = answers;
        const dns = openMailDns({ servers: [`127.0.0.1:${port}`], timeoutMs: 200 });
        const finding = await dns.mailHostsOf("atelier.example");
        dns.close();
        claim(finding.kind !== "none" || finding.reason !== "no_such_domain", "a domain that nobody denied");
      },
    }),
    close: () => server.close(),
  };
}

/** Opens every reader of external input. */
export async function openReaders(): Promise<{ readers: Reader[]; close(): void }> {
  const dns = await dnsReader();
  const folder = mkdtempSync(join(tmpdir(), "igminer-fuzz-"));
  const pictures = await Promise.all(
    (["jpeg", "png", "webp"] as const).map((format) =>
      sharp({
        create: {
          width: 48,
          height: 48,
          channels: 3,
          background: "teal",
          noise: { type: "gaussian", mean: 120, sigma: 40 },
        },
      })
        .toFormat(format)
        .toBuffer(),
    ),
  );
  const readers = [
    dns.reader,
    ofSource(
      "Instagram's web",
      [
        parseJson(webProfileInfo(WORLD, ACCOUNT, HOST)),
        { data: { user: null }, status: "ok" },
        { message: "checkpoint_required", status: "fail", require_login: true },
        { items: POSTS, user: { pk: 7, username: ACCOUNT.username }, status: "ok" },
      ],
      (http) => webSource({ ...COMMON, ...WEB, http, baseUrl: HOST }),
    ),
    ofSource(
      "HikerAPI: profiles, posts and suggestions",
      [
        { user: parseJson(flatUser(ACCOUNT, HOST)), status: "ok" },
        parseJson(flatUser(ACCOUNT, HOST)),
        [POSTS, "next"],
        { users: [{ user: parseJson(flatMention(WORLD, 12)) }] },
        { state: false, error: "Target user not found", exc_type: "UserNotFound" },
      ],
      HIKER,
    ),
    reader({
      name: "HikerAPI: comments",
      input: oddAnswer([
        {
          response: { comments: parseJson(`[${flatComments(WORLD, ACCOUNT, 0, 0, 3)}]`) },
          next_page_id: "n",
        },
        [parseJson(`[${flatComments(WORLD, ACCOUNT, 0, 0, 3)}]`), "cursor"],
      ]),
      async read(answer) {
        const page = await HIKER(answering(answer)).comments?.({ id: 5n, shortcode: "abc" }, null, SIGNAL);
        for (const { username } of page?.comments ?? [])
          claim(/^[a-z0-9._]{1,30}$/.test(username), `the username ${username}`);
      },
    }),
    reader({
      name: "HikerAPI: search",
      input: oddAnswer([{ users: [parseJson(flatMention(WORLD, 12)), parseJson(flatMention(WORLD, 13))] }]),
      read: (answer) => HIKER(answering(answer)).search?.("Anna Berg", SIGNAL),
    }),
    ofSource(
      "the Graph API",
      [
        {
          business_discovery: {
            id: "17841400000000001",
            ig_id: "5",
            username: ACCOUNT.username,
            followers_count: 3,
            media_count: 1,
            media: {
              data: [
                {
                  id: "1",
                  permalink: "https://www.instagram.com/p/Cabc/",
                  timestamp: "2026-01-02T03:04:05+0000",
                  media_type: "IMAGE",
                },
              ],
              paging: { cursors: { after: "x" } },
            },
          },
          id: "1",
        },
        { error: { message: "Application request limit reached", type: "OAuthException", code: 4 } },
      ],
      (http) =>
        graphSource({
          ...COMMON,
          http,
          baseUrl: HOST,
          version: "v25.0",
          token: "token",
          userId: "1",
        } as never),
    ),
    reader({
      name: "Instantly: leads added",
      input: oddAnswer([ADDED, { error: "Bad Request", message: "x", statusCode: 400 }]),
      read: (answer) =>
        handOver(openInstantly({ ...COMMON, http: answering(answer), baseUrl: HOST, key: "key" })),
    }),
    reader({
      name: "Instantly: lists of leads",
      // A list with endless next pages would never be finished by any reader.
      input: oddAnswer([{ items: [INSTANTLY_LEAD, { email: "ben@atelier.example" }] }]).filter(
        ({ body }) => !body.includes("next_starting_after"),
      ),
      read: (answer) =>
        openInstantly({ ...COMMON, http: answering(answer), baseUrl: HOST, key: "key" }).findLeads(
          INSTANTLY_LEAD.campaign,
          [INSTANTLY_LEAD.email],
          SIGNAL,
        ),
    }),
    reader({
      name: "a webhook's answers",
      input: oddAnswer([
        {
          leads: [
            { email: INSTANTLY_LEAD.email, id: "1" },
            { email: "ben@atelier.example", refused: "invalid" },
          ],
        },
        "",
      ]),
      read: (answer) =>
        handOver(openWebhook({ ...COMMON, http: answering(answer), url: HOST, secret: "whsec_c2VjcmV0" })),
    }),
    reader({
      name: "messages of a mailbox",
      input: oddText([...ANSWERS.map(({ raw }) => raw), ...BOUNCES.map(({ raw }) => raw.toString())]),
      read: async (raw) => classify(await readMail(Buffer.from(raw)), INSTANTLY_LEAD.email),
    }),
    reader({
      name: "a model's answers",
      input: fc.oneof(
        oddJsonText([MODEL_ANSWER]),
        oddText([
          `Here you are:\n\`\`\`json\n${JSON.stringify(MODEL_ANSWER)}\n\`\`\`\n`,
          `<think>…</think>${JSON.stringify(MODEL_ANSWER)}`,
        ]),
      ),
      read(content) {
        let said: unknown;
        try {
          said = jsonIn(content);
        } catch (error) {
          if (error instanceof SyntaxError) return;
          throw error;
        }
        const { answers } = answersIn(said, ASKED);
        for (const id of answers.keys())
          claim(
            ASKED.some((each) => each.id === id),
            `the account ${id}`,
          );
      },
    }),
    reader({
      name: "replies of mail hosts",
      input: oddText(SMTP.map((lines) => lines.join("\n"))),
      read(text) {
        const reply = replyOf(text.split("\n"));
        if (reply !== null) meaningOfReply(reply, "recipient", "us@our.example");
      },
    }),
    reader({
      name: "pictures",
      input: oddBytes(pictures),
      read: (bytes) => readPicture(bytes),
    }),
    importOf("import of JSON lines", "answers.jsonl", [LINES.join("\n")]),
    importOf(
      "import of JSON",
      "answers.json",
      LINES.map((line) => `[${line},${line}]`),
    ),
    importOf("import of CSV", "accounts.csv", CSV),
    importOf("import of HTML", "followers_1.html", [PAGE]),
    zipReader(folder),
    reader({
      name: "a results file",
      input: oddText([RESULTS, RESULTS.replaceAll(",", ";"), `\ufeff${RESULTS.replaceAll("\n", "\r\n")}`]),
      read(text) {
        const { leads, invalid } = readResults(resultRowsOf(text));
        claim(
          leads.every(({ email }) => email.includes("@")) &&
            invalid.every(({ problem }) => !SLIP.test(problem)),
          JSON.stringify({ leads, invalid }),
        );
      },
    }),
  ];
  return {
    readers,
    close() {
      dns.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
