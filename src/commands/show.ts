import * as z from "zod";
import { accountSections } from "../cli/account-sections.js";
import { accountText } from "../cli/account-text.js";
import { command } from "../cli/command.js";
import { anyObject } from "../cli/json-shapes.js";
import { isGiven } from "../cli/options.js";
import { withReadDatabase } from "../cli/store.js";
import { EXIT, Failure } from "../core/failure.js";
import { findAccount } from "../core/observe/account/find-account.js";
import { readAccount } from "../core/observe/account/read-account.js";

/** Width if the output is not a terminal. */
const WIDTH = 120;

export default command({
  name: "show",
  group: "start",
  summary:
    "Show one account: profile, metrics, posts, e-mail, where it was found, leads, look-alikes, history",
  details:
    "If several accounts had the username when they were last seen, the one seen last is shown; a former username finds the account that had it. If this is ambiguous, it exits with 2 and prints their numbers. Reads stored data only.",
  arguments: { name: "<account...>", summary: "jane, @jane, a profile URL or Instagram's number" },
  options: { html: { summary: "Print a self-contained HTML page", schema: isGiven } },
  json: z.strictObject({
    account: anyObject,
    schedule: anyObject.nullable(),
    metrics: anyObject.nullable(),
    is_metrics_due: z.boolean().describe("seen since it was last measured"),
    posts: z.array(anyObject).describe("the latest, the newest first"),
    email: anyObject.nullable().describe("what verification found out about its address"),
    found_by: z.array(anyObject),
    related: z.array(anyObject),
    leads: z.array(anyObject),
    look_alikes: z.array(anyObject),
    history: z.array(anyObject).describe("the latest changes, the first one first"),
  }),
  examples: [
    "igminer show @natgeo",
    "igminer show natgeo --json",
    "igminer show natgeo --html > natgeo.html",
  ],
  run: (options, names, context) =>
    withReadDatabase(context, async ({ kysely: db, now }) => {
      const { output, version } = context;
      const [name, ...others] = names;
      if (name === undefined || others.length > 0)
        throw new Failure(EXIT.usage, "Give one account.", "Run it once for each.");
      const { id, isFormerName } = await findAccount(db, name);
      const view = await readAccount(db, id);
      if (view === null)
        throw new Failure(
          EXIT.usage,
          `The account ${id} is not stored any more.`,
          "It was erased meanwhile.",
        );
      const { username } = view.profile;
      if (output.isJson) {
        const {
          profile,
          schedule,
          metrics,
          isMetricsDue,
          posts,
          history,
          email,
          foundBy,
          related,
          leads,
          lookAlikes,
        } = view;
        output.json({
          account: profile,
          schedule,
          metrics,
          is_metrics_due: isMetricsDue,
          posts,
          email,
          found_by: foundBy,
          related,
          leads,
          look_alikes: lookAlikes,
          history,
        });
        return EXIT.done;
      }
      if (isFormerName) context.log.info(`${name} is called @${username} now.`);
      const sections = accountSections(view, now());
      if (options.html) {
        const { accountFile } = await import("../cli/pages/account-page.js");
        output.text(String(await accountFile(username, sections, { at: now(), version })));
      } else output.text(accountText(username, sections, process.stdout.columns ?? WIDTH));
      return EXIT.done;
    }),
});
