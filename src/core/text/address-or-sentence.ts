import { INVITATION, isBareAddress, type Owner } from "./bare-address.js";
import type { DomainInText } from "./email-domain.js";
import {
  ADDRESS_CUES,
  isFreeMailHost,
  isPlaceholder,
  JOINING_WORDS,
  MAIL_WORDS,
  NOT_A_MAILBOX,
  OCCUPATIONS,
  OTHER_ADDRESS_CUES,
} from "./email-words.js";

/** Characters before an address that are read to tell it from a sentence. */
export const CONTEXT_LENGTH = 60;

/** The form of the `@`, from the clearest to the one that is most often no address. */
export type AtForm =
  | "glued"
  | "marked"
  | "spelled"
  | "underscore"
  | "spaceRight"
  | "spaceBoth"
  | "capitals"
  | "word"
  | "spaceLeft"
  | "bare";

/** A mailbox name in a text, in lower case. */
export interface Local {
  text: string;
  start: number;
}

/** A name, a sign and a domain in a text, with the characters around them. */
interface Candidate {
  form: AtForm;
  local: Local;
  host: DomainInText;
  before: string;
  after: string;
}

/**
 * The form that an address counts as: a bare "jane at shop.example" that only the words around it make an address is less
 * certain than it looks.
 * @returns null if it is none.
 */
export function formOfAddress(
  text: string,
  form: AtForm,
  local: Local,
  host: DomainInText,
  owner: Owner,
): AtForm | null {
  const before = text.slice(Math.max(0, local.start - CONTEXT_LENGTH), local.start);
  const after = text.slice(host.end, host.end + 6);
  const candidate = { form, local, host, before, after };
  if (!isPossible(candidate)) return null;
  if (form === "glued" || form === "marked") return form;
  // "Jane <jane at shop.example>": nothing else has this form (RFC 5322 §3.4).
  if (before.endsWith("<") && after.startsWith(">")) return form;
  if (NOT_A_MAILBOX.has(local.text)) return null;
  if (OCCUPATIONS.has(local.text) && !host.hasWrittenDot && !isFreeMailHost(host.domain)) return null;
  // A path makes it a website: "emma @ video.example/emma".
  if (/^\/[\p{L}\p{N}]/u.test(after)) return null;
  if (isCertain(candidate)) return form;
  if (form !== "word" && form !== "capitals" && form !== "spaceBoth") return null;
  const written = text.slice(local.start, local.start + local.text.length);
  const isAlone = PHRASE_BEGINS.test(before) && PHRASE_ENDS.test(after);
  const bare = {
    written: form === "capitals" ? local.text : written,
    domain: host.domain,
    before,
    isAlone,
    hasSign: form === "spaceBoth",
  };
  return isBareAddress(bare, owner) ? "bare" : null;
}

const PHRASE_BEGINS = /(?:^|\n|[.!?|•·–—/;)][ \t])[ \t|•·]*$/u;
const PHRASE_ENDS = /^[ \t]*(?:$|[\n|•·–—;,.!)\uFDD2])/u;

/** Whether a name and a domain can be an address at all, whatever stands around them. */
function isPossible({ form, local, host, before }: Candidate): boolean {
  if (before.endsWith("@") || /:\/\/[^\s/]*:$/.test(before)) return false;
  if (/^\dx\./.test(host.domain) || /^(?:mastodon|mstdn|pixelfed)\./.test(host.domain)) return false;
  if (/^[^\p{ASCII}]+$/u.test(local.text) && !host.domain.includes("xn--")) return false;
  if (OTHER_ADDRESS_CUES.has(cueIn(before))) return false;
  if (isPlaceholder(local.text, host.domain)) return false;
  return form !== "glued" || !JOINING_WORDS.has(local.text);
}

/** The word right before an address, in lower case. */
function cueIn(before: string): string {
  return /([\p{L}-]{1,20})[ \t]*:?[ \t]*$/u.exec(before)?.[1]?.toLowerCase() ?? "";
}

/** Whether the form alone, or with the words around it, is an address and no sentence. */
function isCertain({ form, local, host, before, after }: Candidate): boolean {
  if (form === "spaceRight") return true;
  if (form === "underscore") return !/[#/]$/.test(before) && !after.startsWith("@");
  const cue = cueIn(before);
  const isFree = isFreeMailHost(host.domain);
  const isAnnounced = ADDRESS_CUES.has(cue) || INVITATION.test(before);
  const beginsPhrase = !/[\p{L}\p{M}\p{N}@\uFDD0\uFDD1][ \t]*$/u.test(before) || LINK_BEFORE.test(before);
  const isTelling = /\p{L}.*[._\d+]|[\d].*\p{L}/u.test(local.text);
  const isInParentheses = before.endsWith("(") && after.startsWith(")");
  const endsPhrase = /^[ \t]*(?![\p{L}\p{N}])/u.test(after);
  const isLikely = isAnnounced || isTelling || (beginsPhrase && (endsPhrase || form === "spaceBoth"));
  // Spelling both signs means an address; at a free mail host it may be a phrase ("my name at …").
  if (form === "spelled") return isLikely || (host.hasWrittenDot && !isFree);
  // Even at a free mail host a word in the middle of a sentence is no mailbox.
  if (isFree) return isLikely;
  switch (form) {
    case "spaceLeft":
      return MAIL_WORDS.has(cue) && /:[ \t]*$/.test(before);
    case "spaceBoth":
      return host.hasSpacedDot || host.hasWrittenDot || isAnnounced || isTelling;
    case "capitals":
      return isLikely;
    default:
      return (isLikely && host.hasWrittenDot) || (isTelling && isInParentheses);
  }
}

/** A link before the name does not make it part of a sentence. */
const LINK_BEFORE = /(?:https?:\/\/|www\.)[^\s]{1,50}[ \t]+$/i;
