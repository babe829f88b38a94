/**
 * Spellings of the signs of an address in many languages. Within brackets any such word counts ("(małpa)"). Bare words
 * count only if they mean nothing else in that language ("собака" beside a name and a domain). Words that may touch
 * their neighbours are of scripts without spaces.
 */

/**
 * For `@`, within brackets: English, German, Spanish, Portuguese, French, Italian, Dutch, Nordic, Slavic, Baltic, Turkish,
 * Greek …
 */
const AT_IN_BRACKETS =
  "@|at|a t|ät|a|arroba|arrova|arobase?|arrobase|a ?commercial|chiocciola|klammeraffe|apenstaartje|apestaart(?:je)?|snabel-?a|snabela|kr[øo]llalfa|alfakr[øo]ll|kanelbulle|miukumauku|ät-?merkki|at-?merkki|kukac|zavin[aá][cč]|ma[łl]pk?a|at-?znak|собака|собачка|эт|ат|равлик|песик|кльомба|маймунско а|маймун(?:а|к[аи])|мајмун|majmun|ludo a|manki|kringel|chez|bei|afna|papaki|παπάκι|παπακι|coad[aă] de maimu[tț][aă]|a ?rond|arond|et|ed|eta|kuyruklu a|güzel a|keong|a keong|a còng|a móc|アット|アットマーク|あっと|あっとまーく|골뱅이|앳|엣|艾特|圈a|小老鼠|在|آت|أت|ات|ات ساین|شطرودل|שטרודל|כרוכית|แอท|แอ็ท|แอต|एट|अट|엣";
/** For `@`, between spaces. */
const AT_BARE =
  "ät|arroba|arrova|arobase?|arrobase|chiocciola|klammeraffe|apenstaartje|apestaartje|snabel-?a|kr[øo]llalfa|alfakr[øo]ll|miukumauku|ät-?merkki|kukac|zavin[aá][cč]|ma[łl]pk?a|kringel|собака|собачка|равлик|кльомба|маймунско а|маймун(?:а|к[аи])|мајмун|majmun|papaki|παπάκι|παπακι|coad[aă] de maimu[tț][aă]|arond|kuyruklu a|güzel a|keong|a còng|a móc|שטרודל|כרוכית|एट|แอท";
/** For `@`, as prepositions that mean "at" or "on": only before a host of mailboxes whose dot is a word too. */
const AT_PREPOSITION = "chez|bei|on|et|en|hos|la";
const MAIL_HOST_WITH_SPOKEN_DOT =
  "(?:gmail|googlemail|hotmail|yahoo|outlook|icloud|gmx|web|live|protonmail|proton|aol|yandex)[\\uFDD0\\uFDD1]";
/** For `@`, with or without spaces. */
const AT_GLUED = "アットマーク|あっとまーく|アット|あっと|골뱅이|小老鼠|艾特|圈a";

const DOT_IN_BRACKETS =
  "\\.|dot|dt|punkt|punkts|punto|ponto|point|punt|puntu|piste|pont|te[cč]ka|bodka|kropka|точка|тчк|крапка|nokta|prikk|punktum|ta[sš]kas|ta[cč]ka|to[cč]ka|pika|τελεία|τελεια|punct|titik|ch[aấ]m|ドット|どっと|닷|점|쩜|点|點|點兒|нүкте|نقطة|نقطه|دوت|דוט|נקודה|จุด|ดอท|ด็อท|डॉट|बिंदु|tuldok|tochka|tacka";
/** "At this point in my life": English words follow here where a French address has its country. */
const POINT = "point(?![ \\t]+(?:in|is|it|at|to|me|so|my|as|by|no|us|am|do|i|we|he|of|or|and)(?![\\p{L}.]))";
const DOT_BARE = `dot|punkt|punto|ponto|${POINT}|punt|piste|te[cč]ka|bodka|kropka|точка|тчк|крапка|nokta|prikk|punktum|ta[sš]kas|ta[cč]ka|to[cč]ka|τελεία|τελεια|punct|titik|ch[aấ]m|نقطة|نقطه|دوت|נקודה|จุด|ดอท|डॉट|बिंदु|tuldok|tochka|pont`;
const DOT_GLUED = "ドット|どっと|쩜|닷|(?<=[a-z0-9])[ \\t]?점(?=[ \\t]?[a-z]{2})|(?<=[a-z0-9])点(?=[a-z]{2})";

/** Signs that stand on both sides of a word, as brackets do: `jane "at" shop.example`. */
const QUOTE = "[\"'*|~#/=+]";
const OPEN = "[([{<«【（［〔]";
const CLOSE = "[)\\]}>»】）］〕]";

/** A dot in brackets or between dashes, with the surrounding spaces. */
export const BRACKETED_DOTS = new RegExp(
  `[ \\t]{0,3}${OPEN}[ \\t]?(?:${DOT_IN_BRACKETS})[ \\t]?${CLOSE}[ \\t]{0,3}|[ \\t]{1,2}-(?:${DOT_BARE})-[ \\t]{1,2}|[ \\t]{0,3}(?<quote>${QUOTE})(?:dot|punkt)\\k<quote>[ \\t]{0,3}`,
  "giu",
);
/** Further signs of a mailbox name, in brackets: "mary (dash) ann (at) …". */
export const BRACKETED_SIGNS = new RegExp(
  `[ \\t]{0,3}${OPEN}[ \\t]?(?:(?<dash>hyphen|dash|minus|bindestrich|tiret|gui[oó]n|h[ií]fen|trattino|koppelteken|my[sś]lnik|poml[cč]ka|дефис|тире)|(?<underscore>underscore|unterstrich|gui[oó]n bajo|tiret bas|podkre[sś]lnik|podtr[zž][ií]tko)|(?<plus>plus))[ \\t]?${CLOSE}[ \\t]{0,3}`,
  "giu",
);
/** A dot as a word. */
export const SPOKEN_DOTS = new RegExp(
  `[ \\t]{1,2}(?:${DOT_BARE})[ \\t]{1,2}|[ \\t]{0,2}(?:${DOT_GLUED})[ \\t]{0,2}`,
  "giu",
);
/** All spellings of the `@` itself. */
export const AT_SIGN = new RegExp(
  [
    `(?:_|[ \\t]{0,3})${OPEN}[ \\t]?(?<bracket>${AT_IN_BRACKETS})[ \\t]?${CLOSE}(?:_|[ \\t]{0,3})`,
    "[ \\t]{1,3}-(?<dashed>at|ät)-[ \\t]{1,3}",
    `[ \\t]{0,3}(?<quote>${QUOTE})(?<quoted>at|ät)\\k<quote>[ \\t]{0,3}`,
    "[ \\t]?(?<underscore>_at_)[ \\t]?",
    `[ \\t]{1,3}(?<spoken>${AT_BARE})[ \\t]{1,3}|[ \\t]{0,3}(?<glued>${AT_GLUED})[ \\t]{0,3}`,
    `[ \\t]{1,3}(?<preposition>${AT_PREPOSITION})[ \\t]{1,3}(?=${MAIL_HOST_WITH_SPOKEN_DOT})`,
    "[ \\t]{1,3}(?<word>at)[ \\t]{1,3}",
    "(?<left>[ \\t]{0,3})@(?<right>[ \\t]{0,3})",
  ].join("|"),
  "giu",
);
