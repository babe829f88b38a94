import * as z from "zod";
import { command } from "../cli/command.js";
import { formatCount } from "../cli/format.js";
import { whole } from "../cli/json-shapes.js";
import { coded, count, isGiven } from "../cli/options.js";
import { withDatabase } from "../cli/store.js";
import { findAudience } from "../core/audiences/audiences.js";
import { addTask } from "../core/clones/add-task.js";
import { EXIT, Failure } from "../core/failure.js";
import { countries, languages } from "../core/text/coded-values.js";

const range = z
  .string()
  .regex(/^\d+-\d+$/, "expected two whole numbers, such as 5-40")
  .transform((text) => text.split("-").map(Number) as [number, number])
  .refine(([from, to]) => from <= to, "the first number is above the second")
  .optional();

/** The limits of a task if neither a flag nor an audience sets them. */
const USUAL = { posts: [5, 40], followers: [50, 1_000], following: [50, 1_000] } as const;
const USUAL_LANGUAGE = "DE";
const ANY = [0, Number.MAX_SAFE_INTEGER] as const;

export default command({
  name: "clones task add",
  group: "clones",
  summary: "Request accounts to watch by their traits; fill-clones selects them",
  details:
    "The defaults describe the accounts most often imitated: small personal accounts in German without a link. --audience replaces the defaults; further flags narrow it.",
  options: {
    female: { value: "N", summary: "Number of women to watch (default 0)", schema: count(0).default(0) },
    male: { value: "N", summary: "Number of men to watch (default 0)", schema: count(0).default(0) },
    country: {
      value: "CC",
      summary: "Country, such as DE (default any)",
      schema: coded("country", countries).optional(),
    },
    bioLang: {
      value: "CODE",
      summary: "Language of the biography, as determined by qualify (default DE)",
      schema: coded("language", languages).optional(),
    },
    genderConf: {
      value: "N",
      summary: "Minimum confidence in the gender, 0 to 5 (default 4)",
      schema: count(0).max(5).default(4),
    },
    posts: { value: "FROM-TO", summary: "Range of posts (default 5-40)", schema: range },
    followers: { value: "FROM-TO", summary: "Range of followers (default 50-1000)", schema: range },
    following: { value: "FROM-TO", summary: "Range of accounts followed (default 50-1000)", schema: range },
    audience: {
      value: "NAME",
      summary: "Audience to select from instead of the defaults (see igminer audience list)",
      schema: z.string().min(1).optional(),
    },
    anyLink: { summary: "Include accounts that have an external link", schema: isGiven },
  },
  json: z.strictObject({ id: whole }),
  examples: [
    "igminer clones task add --country DE --female 50 --male 50",
    "igminer clones task add --female 50 --male 50 --audience makers-de",
    "igminer clones task add --female 20 --bio-lang EN --followers 100-20000 --any-link",
  ],
  run: (options, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      if (options.female + options.male === 0)
        throw new Failure(
          EXIT.usage,
          "The task selects nobody: neither --female nor --male is given.",
          "For example: igminer clones task add --female 50 --male 50",
        );
      const { audience } = options;
      if (audience !== undefined) await findAudience(db, audience);
      const usual = (name: "posts" | "followers" | "following") =>
        options[name] ?? (audience === undefined ? USUAL[name] : ANY);
      const id = await addTask(db, {
        audience: audience ?? null,
        target_female: options.female,
        target_male: options.male,
        target_country: options.country ?? null,
        bio_lang: options.bioLang ?? (audience === undefined ? USUAL_LANGUAGE : null),
        gender_conf_min: options.genderConf,
        posts: usual("posts"),
        followers: usual("followers"),
        following: usual("following"),
        has_link: options.anyLink || audience !== undefined ? null : false,
      });
      if (context.output.isJson) context.output.json({ id });
      else
        context.output.summary(
          `clones task add: task ${id} wants ${formatCount(options.female)} women and ${formatCount(options.male)} men; igminer fill-clones chooses them.`,
        );
      return EXIT.done;
    }),
});
