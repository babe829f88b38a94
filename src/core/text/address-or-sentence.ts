import { INVITATION, isBareAddress, isCalledAfter, type Owner } from "./bare-address.js";
import type { DomainInText } from "./email-domain.js";
import {
  ADDRESS_CUES,
  hasMarkerAgainstSpam,
  isFreeMailHost,
  isNetwork,
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
  // A path makes it a website: "emma @ video.example/emma", "docs at emma dot example slash weaving".
  if (/^\/[\p{L}\p{N}]|^[ \t](?:slash|barra)/u.test(after)) return null;
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
  // "@jane@social.example" is an account of the fediverse, which has no accounts at mail hosts.
  if (before.endsWith("@") && !isFreeMailHost(host.domain)) return false;
  if (/:\/\/[^\s/]*:$/.test(before) || EXAMPLE_BEFORE.test(before)) return false;
  if (/^\dx\./.test(host.domain) || /^(?:mastodon|mstdn|pixelfed)\./.test(host.domain)) return false;
  if (/^[^\p{ASCII}]+$/u.test(local.text) && !host.domain.includes("xn--")) return false;
  if (OTHER_ADDRESS_CUES.has(cueIn(before))) return false;
  if (isPlaceholder(local.text, host.domain) || hasMarkerAgainstSpam(local.text, host.domain)) return false;
  if (isNetwork(host.domain)) return false;
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
  const isNamed = host.hasWrittenDot && isCalledAfter(local.text, before);
  const isAnnounced = ADDRESS_CUES.has(cue) || INVITATION.test(before) || isNamed;
  const beginsPhrase = !CONTINUED.test(before) || LINK_BEFORE.test(before);
  const isTelling = /\p{L}.*[._\d+]|[\d].*\p{L}/u.test(local.text);
  const isInParentheses = before.endsWith("(") && after.startsWith(")");
  const endsPhrase = /^[ \t]*(?![\p{L}\p{N}])/u.test(after);
  const isLikely = isAnnounced || isTelling || (beginsPhrase && (endsPhrase || form === "spaceBoth"));
  // "Write to jane @ mail dot example": unlike "my name at mail dot example".
  const isLedTo = LEADS_TO.test(before) && (form !== "word" || host.hasWrittenDot);
  // Spelling both signs means an address; at a free mail host it may be a phrase ("my name at …").
  if (form === "spelled") return isLikely || (host.hasWrittenDot && (!isFree || isLedTo));
  // Even at a free mail host a word in the middle of a sentence is no mailbox.
  if (isFree) return isLikely || isLedTo;
  switch (form) {
    case "spaceLeft":
      return MAIL_WORDS.has(cue) && /:[ \t]*$/.test(before);
    case "spaceBoth":
      return host.hasSpacedDot || host.hasWrittenDot || isAnnounced || isTelling;
    case "capitals":
      return isLikely || (isLedTo && host.hasWrittenDot);
    default:
      return (
        (host.hasWrittenDot && (isLikely || isCalledAfter(local.text, before))) ||
        (isTelling && isInParentheses)
      );
  }
}

/** A word of the same sentence; a name in Latin letters behind a word in others begins something of its own. */
const CONTINUED = /(?:[\p{Script=Latin}\p{N}@\uFDD0\uFDD1]|(?<=\p{Script=Latin})\p{M})[ \t]*$/u;
/** A link before the name does not make it part of a sentence. */
const LINK_BEFORE = /(?:https?:\/\/|www\.)[^\s]{1,50}[ \t]+$/i;

/** Short words of 15 languages between "mail" or "write" and an address. */
const LEADS_TO =
  /(?<![\p{L}\p{M}])(?:is|at|to|es|é|è|ist|an|est|à|a|al|ao|para|per|jest|to|na|do|är|er|på|til|till|on|adresi|на|по|до|это)[ \t]+["'“]?$/iu;

/** "Such as …" in 20 languages: what follows shows the form of an address. */
const EXAMPLE_BEFORE =
  /(?<!\p{L})(?:for example|for instance|e\.g\.|p\. ?ej\.|por ejemplo|ejemplo|por exemplo|p\. ?ex\.|exemplo|par exemple|exemple|zum beispiel|z\. ?b\.|beispiel|per esempio|ad esempio|esempio|bijvoorbeeld|bijv\.|for eksempel|f\.eks\.|till? exempel|t\.ex\.|esimerkiksi|na przykład|np\.|například|např\.|például|de exemplu|örneğin|ör\.|например|наприклад|напр\.|παράδειγμα|π\.χ\.|misalnya|contoh|ví dụ|如|例|예|ตัวอย่าง|उदाहरण|مثال|مثلا|לדוגמה)[ \t:：,、<b>"'“„«([`]{0,6}$/iu;
