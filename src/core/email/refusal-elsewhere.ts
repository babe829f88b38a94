import { unaccented } from "../text/unaccented.js";
import { entriesOf, isUnspaced } from "../text/word-list.js";
import { REFUSAL_LANGUAGES, type RefusalLanguage } from "./refusal-languages.js";

/** Recognises refusals in languages other than English; all texts are those of `plainWords`. */

/** Words belong together up to this many characters apart, in either order and within a sentence. */
const MOST_APART = 30;
const END_OF_SENTENCE = /[.;!?]/;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** "Adresse IP", "IP-Adresse": no mailbox. */
const COMPUTER_BEFORE = /(?<!\p{L})(?:ip|dns|server|mailserver)[ -]?$/u;
const COMPUTER_AFTER = /^[ -]?(?:ip|ipaddress|hostname|dns|server)(?!\p{L})/u;
/** A message returned to the sender does not say anything about the sender. */
const BACK_TO = /(?:^|[ (])(?:an|an den|al|au|aux|a l'|aan de|do|til|till|a) $/;

interface Entry {
  letters: string;
  /** Words that must follow in the same sentence, with others between; empty for none. */
  then: string;
  isOpenBefore: boolean;
  isOpenAfter: boolean;
}

interface Place {
  start: number;
  end: number;
}

type Words = Record<Exclude<keyof RefusalLanguage, "language">, readonly Entry[]>;

const LANGUAGES: readonly Words[] = REFUSAL_LANGUAGES.map((language) => ({
  mailbox: [...entries(language.mailbox), ...entries("address")],
  sender: entries(language.sender),
  your: entries(language.your),
  missing: entries(language.missing),
  closed: entries(language.closed),
  full: entries(language.full),
  forNow: entries(language.forNow),
}));

function entries(list: string): Entry[] {
  return entriesOf(list).map((entry) => {
    const isOpen = isUnspaced(entry);
    const [letters = "", then = ""] = entry
      .replaceAll("*", "")
      .split("…")
      .map((half) => unaccented(isOpen ? half.trim() : half));
    return {
      letters,
      then,
      isOpenBefore: isOpen || entry.startsWith("*"),
      isOpenAfter: isOpen || entry.endsWith("*"),
    };
  });
}

/** Says that a mailbox of that name does not exist. */
export const MISSING_ELSEWHERE = { test: (text: string) => isSaidOfMailbox(text, "missing") };
export const CLOSED_ELSEWHERE = { test: (text: string) => isSaidOfMailbox(text, "closed") };
export const FULL_ELSEWHERE = { test: (text: string) => isSaidOfMailbox(text, "full") };

/** Says that the condition is temporary. */
export const FOR_NOW_ELSEWHERE = {
  test: (text: string) => LANGUAGES.some(({ forNow }) => placesOf(forNow, text).length > 0),
};

/** Names a mailbox. "address" stands for every quoted address, of whatever language. */
export const NAMES_MAILBOX_ELSEWHERE = {
  test: (text: string) => LANGUAGES.some(({ mailbox }) => placesOf(mailbox, text).length > 0),
};

/** Means the sender, by name or as "your address". */
export const SENDER_ELSEWHERE = {
  test: (text: string) =>
    LANGUAGES.some(
      ({ sender, your, mailbox }) =>
        placesOf(sender, text).some(
          ({ start }) => !BACK_TO.test(text.slice(Math.max(0, start - 12), start)),
        ) || areJoined(text, placesOf(your, text), mailbox, isOneWordOfTheirs),
    ),
};

/** "Your mail address", but not "your message to jane@shop.example". */
function isOneWordOfTheirs(between: string): boolean {
  const word = between.trim();
  return !word.includes(" ") && !TO.test(word);
}
/** "To", and nouns for a message, in normal form: a statement about our message is none about our address. */
const TO =
  /^(?:a|ad|al|au|aux|an|aan|do|til|till|to|para|per|pour|fur|for|catre|προς|אל|الى|إلى|до|към|kepada|ke|untuk|den|toi|ถง|kirja|vestule|laiskas|poruka|sporocilo|zprava|sprava|spravu|wiadomosc|mensaje|mensagem|messaggio|message|mail|e-mail|email|nachricht|bericht|besked|meddelelse|melding|meddelande|viesti|levele|uzenet\p{L}*|mesaj\p{L}*|ileti\p{L}*|pismo|письмо|лист|съобщение|порука|μηνυμα|mesej|pesan|thu|missatge)$/u;

function isSaidOfMailbox(text: string, topic: "missing" | "closed" | "full"): boolean {
  return LANGUAGES.some((language) =>
    areJoined(
      text,
      placesOf(language[topic], text),
      language.mailbox,
      (between) => !END_OF_SENTENCE.test(between),
    ),
  );
}

/** @returns whether one of these places is next to a noun for a mailbox, and the text between joins the two. */
function areJoined(
  text: string,
  said: readonly Place[],
  mailbox: readonly Entry[],
  joins: (between: string) => boolean,
): boolean {
  if (said.length === 0) return false;
  const nouns = placesOf(mailbox, text).filter(
    ({ start, end }) =>
      !COMPUTER_BEFORE.test(text.slice(Math.max(0, start - 12), start)) &&
      !COMPUTER_AFTER.test(text.slice(end, end + 12)),
  );
  const inOrder = [
    ...said.map((place) => ({ ...place, isNoun: false })),
    ...nouns.map((place) => ({ ...place, isNoun: true })),
  ].sort((a, b) => a.start - b.start);
  return inOrder.some((place, at) => {
    const next = inOrder[at + 1];
    if (next === undefined || next.isNoun === place.isNoun) return false;
    const between = text.slice(place.end, next.start);
    return between.length <= MOST_APART && joins(between);
  });
}

function placesOf(words: readonly Entry[], text: string): Place[] {
  return words.flatMap(({ letters, then, isOpenBefore, isOpenAfter }) => {
    const places: Place[] = [];
    for (let start = text.indexOf(letters); start !== -1; start = text.indexOf(letters, start + 1)) {
      const end = then === "" ? start + letters.length : endOf(then, text, start + letters.length);
      if (end === null) continue;
      const isWhole =
        (isOpenBefore || !LETTER_OR_DIGIT.test(text.charAt(start - 1))) &&
        (isOpenAfter || !LETTER_OR_DIGIT.test(text.charAt(end)));
      if (isWhole) places.push({ start, end });
    }
    return places;
  });
}

/**
 * @returns the end of the second half of an entry after its first half; null if it does not follow in this sentence.
 */
function endOf(then: string, text: string, from: number): number | null {
  const at = text.slice(from - 1, from + MOST_APART + then.length).indexOf(then);
  if (at === -1 || END_OF_SENTENCE.test(text.slice(from, from - 1 + at))) return null;
  return from - 1 + at + then.length;
}
