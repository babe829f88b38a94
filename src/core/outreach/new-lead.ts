import type { AccountKind } from "../db/schema/enrichment.js";
import { firstNameIn } from "../qualify/first-names.js";
import { BUSINESS_WORDS } from "../qualify/words.js";
import type { NewLead } from "./sequencer.js";

/** A lead that may be sent now, with its sequence's choice of variables. */
export interface SendableLead {
  email: string;
  username: string | null;
  fullName: string | null;
  /** The account's kind, or null if unknown. */
  kind: AccountKind | null;
  externalLink: string | null;
  followers: bigint | null;
  city: string | null;
  category: string | null;
  topics: string[] | null;
  /** Caption of the latest post. */
  caption: string | null;
  firstNameFallback: string | null;
  /** Custom variables that the sequence has chosen, each with its fallback value. */
  chosen: Record<string, string>;
}

/** A longer text does not work as a subject line. */
const SUBJECT_WORDS = 8;
const SUBJECT_LETTERS = 60;

/** The variables a sequence can choose from, and where each is read. Each is null if unknown. */
const VARIABLES = {
  niche: ({ topics, category }) => topics?.[0] ?? category,
  city: ({ city }) => city,
  category: ({ category }) => category,
  latest_post: ({ caption }) => subjectOf(caption),
} as const satisfies Record<string, (lead: SendableLead) => string | null | undefined>;
export type VariableName = keyof typeof VARIABLES;
export const VARIABLE_NAMES = Object.keys(VARIABLES) as VariableName[];

/** @returns the fields of a lead that a sequencer receives. There is a first name only if it is known to be one. */
export function asNewLead(lead: SendableLead): NewLead {
  const { email, username, fullName, kind, externalLink, followers, firstNameFallback, chosen } = lead;
  const variables = Object.entries(chosen).flatMap(([name, fallback]) => {
    const value = VARIABLES[name as VariableName]?.(lead) ?? fallback;
    return value === "" ? [] : [[name, value] as const];
  });
  return {
    email,
    firstName: (kind === null || kind === "person" ? firstNameOf(fullName) : null) ?? firstNameFallback,
    website: externalLink,
    variables: {
      ...(username !== null && {
        username,
        profile_url: `https://www.instagram.com/${username}/`,
      }),
      ...(fullName !== null && { full_name: fullName }),
      ...(followers !== null && { followers: Number(followers) }),
      ...Object.fromEntries(variables),
    },
  };
}

/**
 * Words that mark a display name beginning with a first name as that of a place or business: "Paris Hotel", "Rose
 * Garden Cafe".
 */
const PLACE_WORDS =
  /^\P{L}*the\s|(?<![\p{L}])(?:caf[eé]|coffee|gardens?|jewell?ery|church|travel|tours?|bakery|kitchen|bar|club|shop|school|academy|hostel|apartments?|estate|secret|vista|holding|group|company|& co)(?![\p{L}])/iu;
/** In the lists of first names, but not a way to address somebody. */
const NO_NAMES = new Set(["dj", "mc", "chef", "coach", "king", "queen", "baby", "lady"]);

/**
 * @returns the first name in a display name, capitalised for a salutation (`MÜLLER Anna`, `anna`: Anna); null if none
 * is known or the name is not a person's.
 */
export function firstNameOf(fullName: string | null): string | null {
  const shown = (fullName ?? "").normalize("NFKC");
  if (BUSINESS_WORDS.test(shown) || PLACE_WORDS.test(shown)) return null;
  // A surname in capitals before the first name.
  const second = /^\P{L}*\p{Lu}{2,}[\s,]+(\p{Lu}\p{Ll}[\p{L}\p{M}'’-]*)/u.exec(shown)?.[1];
  const name = (second === undefined ? null : firstNameIn(second)) ?? firstNameIn(shown);
  if (name === null || NO_NAMES.has(name.toLowerCase())) return null;
  const double = new RegExp(`(?<!\\p{L})${name}-\\p{Lu}\\p{Ll}+`, "u").exec(shown)?.[0];
  if (double !== undefined) return double;
  return name.replace(/[^\s-]+/g, capitalised);
}

/** A word written in both cases stays ("LaToya"). */
function capitalised(word: string): string {
  const lower = word.toLowerCase();
  if (word !== lower && word !== word.toUpperCase()) return word;
  return `${lower.charAt(0).toUpperCase()}${lower.slice(1)}`;
}

/** @returns a few words on a post's subject: its first line or sentence without hashtags, mentions, links and emoji. */
export function subjectOf(caption: string | null): string | null {
  const first = (caption ?? "")
    .replace(/https?:\/\/\S+|[#＃@＠][\p{L}\p{N}_.]+/gu, " ")
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u200D\uFE0F]/gu, " ")
    .split(/[\n.!?…|]/u)
    .map((line) => line.replace(/\s+/g, " ").replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, ""))
    .find((line) => line.split(" ").length >= 2 && /\p{L}{2}/u.test(line));
  if (first === undefined) return null;
  const words = first.split(" ").slice(0, SUBJECT_WORDS);
  while (words.length > 1 && words.join(" ").length > SUBJECT_LETTERS) words.pop();
  const subject = words.join(" ");
  return subject.length > SUBJECT_LETTERS ? null : subject;
}
