import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { CommandDefinition } from "../../src/cli/command.js";
import { campaignIdOf } from "../../src/sandbox/instantly/workspace.js";
import { hikerEnvironment, sandboxEnvironment, sandboxOf } from "../support/cli.js";
import { runCommand } from "../support/commands.js";
import { apifyProfile, lines } from "../support/exchange.js";
import { explainAll, listenToPlans, troublesOf } from "../support/explained.js";
import { gmailEnvironment } from "../support/gmail.js";
import { fillLargeStore } from "../support/large-store.js";
import { mailSandbox } from "../support/mail.js";
import { instantlyEnvironment } from "../support/outreach.js";
import { openAiEnvironment, openAiSandboxOf } from "../support/qualify.js";
import { emptyFolder, environmentOf, readyStore } from "../support/stores.js";

const COMMANDS = fileURLToPath(new URL("../../src/commands/", import.meta.url));

/** The flags and names with which each command that opens the store is called here. */
const callsOf = (
  folder: string,
): Record<string, [flags?: Record<string, string | true>, names?: string[]]> => ({
  "alerts-list": [],
  "audience-add": [{ lang: "de" }, ["makers"]],
  "audience-count": [{}, ["makers"]],
  "audience-diff": [{}, ["makers", "makers"]],
  "audience-list": [],
  "audience-show": [{}, ["makers"]],
  discover: [{ audience: "makers", batch: "5", source: "hiker" }],
  "discover-report": [{ audience: "makers" }],
  "audience-remove": [{}, ["makers"]],
  "clones-dismiss": [{}, ["somebody20", "somebody21"]],
  "clones-report": [{}, ["somebody20"]],
  "clones-task-add": [{ female: "2" }],
  "clones-watch": [{}, ["somebody31"]],
  "count-captions": [{ batch: "20" }],
  dashboard: [{ out: join(folder, "dashboard.html") }],
  "detect-langs": [{ batch: "20" }],
  errors: [],
  archive: [{ olderThan: "24mo", out: join(folder, "archive"), yes: true }],
  "export-accounts": [{ out: join(folder, "accounts.csv") }],
  "export-commenters": [{ out: join(folder, "commenters.csv") }],
  "export-emails": [{ out: join(folder, "emails.csv") }],
  "export-frontier": [{ out: join(folder, "frontier.csv") }],
  "export-history": [{ out: join(folder, "history.csv") }],
  "export-links": [{ out: join(folder, "links.csv") }],
  "export-posts": [{ out: join(folder, "posts.csv") }],
  "export-suppressions": [{ out: join(folder, "suppressions.csv") }],
  "export-usernames": [{ out: join(folder, "usernames.txt") }],
  "fetch-pictures": [{ batch: "5" }],
  "fill-clones": [{ batch: "20" }],
  "filter-autoforwards": [{ batch: "20" }],
  "find-countries": [{ batch: "20" }],
  "find-emails": [{ batch: "20" }],
  forget: [{ yes: true }, ["somebody444"]],
  "hand-over": [{ batch: "20" }],
  "import-comments": [{ batch: "5", source: "hiker" }],
  "import-sequence": [{ sequence: "S", batch: "20" }],
  import: [{}, [join(folder, "given.jsonl")]],
  "label-gmail": [{ batch: "1" }],
  "mark-bad-emails": [{ batch: "20" }],
  measure: [{ batch: "20" }],
  metrics: [],
  migrate: [],
  "mine-manual": [{ batch: "5" }],
  "mine-new": [{ batch: "20", concurrency: "4" }],
  pause: [],
  plan: [],
  purge: [],
  qualify: [{ batch: "20", batchApi: true }],
  "queue-add": [{}, ["somebody77", "stranger1"]],
  "queue-list": [],
  rank: [{ batch: "20" }],
  "refresh-views": [],
  refresh: [{ batch: "20", concurrency: "4" }],
  resume: [],
  retry: [],
  runs: [],
  "runs-show": [{}, ["1"]],
  seed: [{}, ["somebody77", "stranger2"]],
  "sequence-add": [{ campaign: campaignIdOf(1) }, ["U"]],
  "sequence-close": [{}, ["T"]],
  "sequence-list": [],
  "sequence-pause": [{}, ["S"]],
  "sequence-resume": [{}, ["S"]],
  "sequence-results": [{ file: join(folder, "results.csv") }, ["T"]],
  "sequence-set": [{ dailyCap: "60" }, ["S"]],
  "sequence-show": [{}, ["S"]],
  show: [{}, ["somebody31"]],
  spend: [],
  status: [],
  "subject-report": [{}, ["somebody448"]],
  "suppress-add": [{ reason: "asked" }, ["p452@shop452.example", "@somebody456", "shop460.example"]],
  "suppress-import": [{ reason: "asked" }, [join(folder, "suppress.txt")]],
  "suppress-list": [],
  "suppress-remove": [{}, ["gone7@shop7.example"]],
  "sync-instantly": [{ batch: "10" }],
  "validate-clones": [{ batch: "10" }],
  "vary-names": [{ batch: "10" }],
  "verify-emails": [{ batch: "20", smtp: true }],
});

/** These open no store, only somebody else's connection to it, or ask the user. */
const WITHOUT_STORE = new Set([
  // Copies all of it.
  "backup",
  "restore",
  "alerts-send",
  "alerts-test",
  "browser-install",
  "completion",
  "config",
  "demo",
  "gmail-auth",
  "health",
  "init",
  "man",
  "sandbox",
  "schedule-install",
  "schedule-print",
  "schedule-remove",
  "serve",
]);

/** Statements that may read more than their batch, by a part of the statement, and why. */
const ACCEPTED: [part: RegExp, why: string][] = [
  [/^copy \(select |^select "\w+"."\w+" as "?k0"?/, "an export reads what it writes, a page at a time"],
  [/^refresh materialized view|pg_temp/i, "counts the whole table, when it has changed, without a lock"],
  [/as walked$|count\(\*\) filter \(where/, "counts of at most 100,000 rows; beyond that they are estimated"],
  [
    /count\(\*\) from \( \(select from "InitialInstagramAccount"/,
    "counts no further than the budget can pay for",
  ],
  [/^select pace, count\(\*\)/, "plan: asked for by a person, over one narrow table"],
  [
    /^with page as \( select \* from "(EmailMessage|ErrorLog|Run|Suppression|UsersToClone)"/,
    "erasure: texts without an index, read by key in pages without a lock",
  ],
  [
    /^with walked as materialized \( select \* from "(InstagramPost|IGHistoryTable)" where id >/,
    "archive: goes through a table by key, 2,000 rows a statement; of each post, up to twelve newer ones",
  ],
  [/array_agg\(username order by followers_count/, "audience diff: asked for by a person, over all accounts"],
  [/from "Metrics"|"MetricsTotal"/, "of the last hours: purge folds what is older"],
  [/sequence_id, state, reason, count/, "the figures of campaigns, for a person who asks"],
  [/'campaign_emails_sent_count'/, "the dashboard's curves of campaigns, over all their leads"],
  [
    /"UsersToClone" (as pair join|where clone_id is not null)/,
    "look-alikes of watched accounts, for a person who asks",
  ],
  [
    /as usd, \( select count\(\*\) from "InstagramAccountBase"/,
    "spend: the accounts of the days that were asked for",
  ],
  [/^with found as \( select lead\.id/, "filter-autoforwards: once a day, over all leads in contact"],
  [
    /as sync set pass_started_at|^select lead.id, lead.email from "EmailSequenceLead" as lead join/,
    "the end of a pass through all leads of a campaign",
  ],
  [/^with judged as \( select meant/, "import-sequence: 2,000 accounts at once, of which it may take few"],
  [
    /^select reason, count\(\*\)::int as accounts/,
    "import-sequence --dry-run: says why each account is left out",
  ],
];

test("whatever a command asks of a large store goes by its batch", { timeout: 300_000 }, async () => {
  const settings = await readyStore("postgres");
  const url = settings.url as string;
  await fillLargeStore(url, { campaign: campaignIdOf(0) });
  await explainAll(url);
  const folder = await emptyFolder();
  // So many links in one statement that a plan for all rows may look cheaper than one for each.
  const given = Array.from({ length: 45 }, (_, index) =>
    apifyProfile(9_000_000 + index, {
      relatedProfiles: Array.from({ length: 20 }, (_, place) => ({ username: `kin${index}.${place}` })),
    }),
  );
  await writeFile(join(folder, "given.jsonl"), lines(given));
  await writeFile(join(folder, "results.csv"), "email,status\np48@shop48.example,replied\n");
  await writeFile(join(folder, "suppress.txt"), "p480@shop480.example\n");
  const sandbox = await sandboxOf();
  const environment = {
    ...environmentOf(settings),
    ...hikerEnvironment(sandbox),
    ...sandboxEnvironment(sandbox),
    ...instantlyEnvironment(sandbox),
    ...gmailEnvironment(sandbox),
    ...(await mailSandbox()).environment,
    ...openAiEnvironment(await openAiSandboxOf()),
  };
  const calls = callsOf(folder);
  const commands = readdirSync(COMMANDS).map((file) => file.replace(/\.ts$/, ""));
  expect(commands.filter((name) => !(name in calls) && !WITHOUT_STORE.has(name))).toEqual([]);

  const plans = listenToPlans();
  const troubles = new Set<string>();
  for (const [name, [flags = {}, names = []]] of Object.entries(calls)) {
    const { default: definition } = (await import(`${COMMANDS}${name}.ts`)) as { default: CommandDefinition };
    const { code, message } = await runCommand(definition, flags, environment, names);
    expect([name, code, message]).toEqual([name, expect.not.toBeOneOf([1, 2, 5]), ""]);
    for (const explained of plans.take()) {
      const statement = explained.statement.replaceAll(/\s+/g, " ").trim();
      if (ACCEPTED.some(([part]) => part.test(statement))) continue;
      for (const trouble of troublesOf(explained))
        troubles.add(`${name}: ${trouble}: ${statement.slice(0, 200)}`);
    }
  }
  plans.stop();
  expect([...troubles]).toEqual([]);
});
