import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { campaignIdOf } from "../src/sandbox/instantly/workspace.js";
import { usernameOf } from "../src/sandbox/world/names.js";
import { advance } from "../test/support/outreach.js";
import { ACCOUNTS, type World } from "./world.js";

/** One step of the pipeline: a writing command, called until it has nothing more to do, or a fixed number of times. */
export interface Task {
  command: string;
  /** The arguments; `turn` counts the calls, for commands whose subject is given. */
  args(turn: number, world: World): readonly string[];
  /** "queue": called until nothing is left; "turns": each call has its own work, and the calm world makes as many calls. */
  work: "queue" | "turns";
  /** Sets up what must have happened outside igminer before the first call. */
  before?(world: World): Promise<void>;
}

const queue = (command: string, flags: string, before?: Task["before"]): Task => ({
  command,
  args: () => [...command.split(" "), ...flags.split(" ").filter((flag) => flag !== "")],
  work: "queue",
  ...(before && { before }),
});
const turns = (command: string, args: Task["args"]): Task => ({ command, args, work: "turns" });

/** People whose addresses the sandbox's mail hosts know, so that there are leads. */
const PEOPLE_A_TURN = 4;
const FIRST_PERSON = 9_000_001;
/** Enough for the disturbed calls of verify-emails to label-gmail, which take up to three people each. */
const MORE_PEOPLE = { from: FIRST_PERSON + 10_000, count: 900 };
/** Orders for the sequencer's block list; the disturbed calls beyond them read its campaigns. */
const STRANGERS = 200;
/** Enough for the disturbed calls of mine-manual and vary-names, which take two names each. */
const MORE_NAMES = 260;
export const SEQUENCE = "spring";

/** Every command that writes, in the order in which the schedule runs them. */
export const PIPELINE: readonly Task[] = [
  turns("seed", (turn, world) => ["seed", nameOf(world, turn), nameOf(world, turn + 100)]),
  turns("import", (turn, world) => [
    "import",
    fileOfPeople(world, { from: FIRST_PERSON + PEOPLE_A_TURN * turn, count: PEOPLE_A_TURN }),
  ]),
  turns("queue add", (turn, world) => ["queue", "add", nameOf(world, turn + 40)]),
  queue("mine-manual", "--batch 2 --concurrency 2", async (world) => {
    await world.run("queue", "add", ...namesFrom(world, 300, MORE_NAMES));
  }),
  queue("mine-new", "--source hiker --batch 4 --concurrency 2"),
  queue("refresh", "--source hiker --batch 4 --concurrency 2", async (world) => {
    world.sandbox.setDay(12);
    await world.query(`update "RefreshSchedule" set seen_at = seen_at - interval '12 days'`);
  }),
  queue("import-comments", "--source hiker --batch 2 --max-pages 1 --concurrency 2"),
  queue("detect-langs", "--batch 25", async (world) => {
    await world.run("import", fileOfPeople(world, MORE_PEOPLE));
  }),
  queue("count-captions", "--batch 6"),
  queue("find-countries", "--batch 6"),
  queue("find-emails", "--batch 6"),
  queue("qualify", "--local --batch 6 --concurrency 2"),
  queue("measure", "--batch 6"),
  turns("audience add", (turn) => ["audience", "add", `german-${turn}`, "--lang", "de", "--replace"]),
  queue("rank", "--batch 6", ({ run }) =>
    run("mine-new", "--source", "hiker", "--audience", "german-0", "--batch", "1"),
  ),
  queue("verify-emails", "--smtp --batch 3 --concurrency 3"),
  queue("mark-bad-emails", "--batch 2"),
  turns("clones task add", () =>
    "clones task add --female 2 --male 2 --gender-conf 0 --posts 0-100000 --followers 0-100000000 --following 0-100000000 --any-link".split(
      " ",
    ),
  ),
  turns("clones watch", (turn, world) => ["clones", "watch", nameOf(world, turn + 60)]),
  queue("fill-clones", "--batch 4"),
  queue("vary-names", "--batch 2 --per-account 4", async (world) => {
    await world.run("clones", "watch", ...namesFrom(world, 200, MORE_NAMES));
  }),
  queue("validate-clones", "--source hiker --batch 4 --concurrency 2"),
  queue("fetch-pictures", "--batch 3 --concurrency 2"),
  queue("import-sequence", `--sequence ${SEQUENCE} --batch 2 --allow-risky`, async ({ run }) => {
    await run("sequence", "add", SEQUENCE, "--campaign", campaignIdOf(0), "--daily-cap", "100000");
  }),
  queue("hand-over", "--chunk 1 --batch 2"),
  queue("sync-instantly", "--batch 1", async (world) => {
    await advance(world.sandbox, 4);
    await world.run("suppress", "add", ...strangers());
  }),
  queue("label-gmail", "--batch 2", (world) => deliverAnswers(world, { when: 0, most: Infinity })),
  queue("filter-autoforwards", "--batch 2"),
  turns("suppress add", (turn) => ["suppress", "add", emailOf(FIRST_PERSON + 3 * turn)]),
  turns("suppress import", (turn, world) => ["suppress", "import", fileOfAddresses(world, turn)]),
  turns("suppress remove", (turn) => ["suppress", "remove", emailOf(FIRST_PERSON + 3 * turn)]),
  turns("forget", (turn, world) => ["forget", nameOf(world, turn), "--yes"]),
  queue("hand-over", "--chunk 1 --batch 2"),
  turns("refresh-views", () => ["refresh-views"]),
  turns("retry", () => ["retry"]),
  turns("alerts send", () => ["alerts", "send"]),
  turns("purge", () => ["purge", "--older-than", "1000d"]),
];

/**
 * Commands whose results differ from call to call, since they explore at random. They are played when both worlds have been
 * compared; what remains open, sums and effects outside are checked again.
 */
export const UNREPEATABLE: readonly Task[] = [
  turns("discover", () => [
    "discover",
    "--audience",
    "german-0",
    "--max-requests",
    "6",
    "--concurrency",
    "2",
  ]),
];

function nameOf({ seed }: World, turn: number): string {
  return usernameOf(
    { seed, accounts: ACCOUNTS, postsPerAccount: 4, relatedPerAccount: 5, day: 0 },
    30 + (turn % (ACCOUNTS - 40)),
  );
}

function namesFrom(world: World, turn: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => nameOf(world, turn + index));
}

function strangers(): string[] {
  return Array.from({ length: STRANGERS }, (_, index) => `stranger${index}@elsewhere.example`);
}

function emailOf(id: number): string {
  return `lead${id}@plain.example`;
}

function fileOfPeople({ folder }: World, { from, count }: { from: number; count: number }): string {
  const people = Array.from({ length: count }, (_, index) => {
    const id = from + index;
    return {
      id: String(id),
      username: `lead${id}`,
      full_name: "Anna Berg",
      biography: `Ich koche gern. ${emailOf(id)}`,
      follower_count: 2_000,
    };
  });
  const file = join(folder, `people-${from}.jsonl`);
  writeFileSync(file, people.map((person) => JSON.stringify(person)).join("\n"));
  return file;
}

function fileOfAddresses({ folder }: World, turn: number): string {
  const file = join(folder, `addresses-${turn}.csv`);
  writeFileSync(file, `Email\nnobody${turn}@elsewhere.example\nelsewhere${turn}.example\n`);
  return file;
}

/**
 * Delivers replies from the newest leads that can be written to; every fifth objects.
 * @param when makes messages distinct.
 */
export async function deliverAnswers(
  { sandbox, query }: World,
  { when, most }: { when: number; most: number },
): Promise<void> {
  const leads = await query(
    `select email from "EmailSequenceLead" where state not in ('queued', 'sending', 'withdrawn', 'refused') order by email`,
  );
  for (const [index, { email }] of leads.slice(-most).entries()) {
    const words = index % 5 === 0 ? "Please take me off your list." : "Gladly, call me tomorrow.";
    sandbox.gmail.deliver(
      `From: ${email}\r\nTo: us@our.example\r\nSubject: Re: A question\r\nMessage-ID: <answer-${when}-${email}>\r\n\r\n${words}\r\n`,
    );
  }
}
