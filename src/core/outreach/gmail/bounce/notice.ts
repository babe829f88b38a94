import { addressesInText } from "./addresses.js";
import { bareNamesIn } from "./bare-names.js";
import { type HeaderBlock, readHeaderBlock } from "./header-block.js";

/** A mail system's notice in words, without a machine-readable report. */
export interface Notice {
  /** The system's own words, without the returned message. */
  words: string;
  /** The head of the returned message, if the text contains it. */
  returned: HeaderBlock | null;
  /** Everybody named as not reached, in order. */
  recipients: NamedRecipient[];
  /** Mailbox names without a domain, as systems of old and of one domain name their users. */
  bareNames: string[];
}

export interface NamedRecipient {
  email: string;
  /** Addresses that lead to this one, as we may have written to them: "(expanded from: <jane@example.com>)". */
  aliases: string[];
  /** The words about this recipient; if there are none, the rest of the notice. */
  words: string;
}

/** The rest of a notice is not read. */
const MOST_CHARACTERS = 32_000;
/** Further recipients are not read, because each is judged by the words that follow. */
const MOST_RECIPIENTS = 100;

/** Words that introduce the returned message: qmail, Exim, Yahoo, DragonFly, m-FILTER, Notes and many others. */
const RETURNED =
  /^[\s>*=_-]*(?:(?:the |your )?(?:original|returned|unsent|undelivered|rejected|bounced|failed|copy of the|first \d+ \w+ of the) (?:original |returned )?(?:message|mail|e-mail|text)(?: headers?| info| text| body| source)?(?: (?:follows?|below|is (?:below|attached)|attached|starts here|included))?[\s:.=_*-]*$|below this line|(?:message |mail )?headers? (?:follows?|of the (?:original|message))|(?:this|here|included|following|below|attached) is (?:a|the) (?:copy|header|first|message)|-+ ?(?:this is a copy|begin(?:ning)? (?:of )?(?:the )?(?:message|original|returned|forwarded)|forwarded message|message (?:header|text|body|follows)))/i;
const HEADER_LINE = /^[ \t>|]{0,4}([A-Za-z][A-Za-z0-9-]{1,40}):(?:[ \t]|$)/;
/** Header fields that a message has, but a notice's own list does not. */
const OF_A_MESSAGE = new Set(
  "received message-id return-path mime-version dkim-signature x-mailer content-type content-transfer-encoding in-reply-to references delivered-to x-originating-ip authentication-results".split(
    " ",
  ),
);

/**
 * @param own our addresses and the mail system's, which are never recipients.
 * @param isFromSystem a mail system's sender: the only other address in its words is the recipient, in any language.
 */
export function readNotice(text: string, own: ReadonlySet<string>, isFromSystem: boolean): Notice {
  const lines = text.slice(0, MOST_CHARACTERS).split(/\r?\n/);
  const end = whereReturned(lines);
  const returned = readHeaderBlock(
    lines
      .slice(end)
      .join("\n")
      .replace(/^[^:\n]*\n/, ""),
  );
  const mine = lines.slice(0, end);
  const words = mine.join("\n").trim();
  const bare = bareNamesIn(mine, mine.findIndex(beginsList));
  const recipients = bare.isList ? [] : recipientsIn(mine, words, own, isFromSystem);
  const bareNames = bare.names.filter((name) => !NOBODY.test(`${name}@`)).slice(0, MOST_RECIPIENTS);
  return { words, returned: returned.size > 1 ? returned : null, recipients, bareNames };
}

function whereReturned(lines: readonly string[]): number {
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string;
    if (index > 0 && RETURNED.test(line.slice(0, 200))) return index;
    if (HEADER_LINE.test(line) && isHeadOfMessage(lines, index)) return index;
  }
  return lines.length;
}

/** Two or more fields in a row, at least one of which only a message has. */
function isHeadOfMessage(lines: readonly string[], from: number): boolean {
  let fields = 0;
  let isMessage = false;
  for (const line of lines.slice(from, from + 12)) {
    const name = HEADER_LINE.exec(line)?.[1]?.toLowerCase();
    if (name !== undefined) {
      fields++;
      isMessage ||= OF_A_MESSAGE.has(name);
    } else if (!/^[ \t]+\S/.test(line)) break;
  }
  return fields >= 2 && isMessage;
}

const ADDRESS = "[^\\s<>\"'()\\[\\]:;,@]{1,64}@[\\p{L}\\p{N}.-]{1,120}[\\p{L}\\p{N}]";
const BULLET = "[\\s>*•→|=-]{0,12}";
/** An address alone on a line, or at the beginning of a line about it. */
const LISTED = new RegExp(
  `^${BULLET}(?:\\d{1,3}[.)] )?(?:(?:"[^"]{0,80}"|'[^']{0,80}'|[^<@:\\n]{0,60}) ?(?=<))?(?:rfc822;|smtp:|mailto:)?[<"'(]?(?<address>${ADDRESS})[>"')]?(?<after>$|[\\s:;,.<(\\[].*$)`,
  "iu",
);
/** Exchange's X.400 names, which contain the address as one member. */
const X400 = new RegExp(
  `^\\s{0,8}[a-z]{1,4}=[^\\n]{0,200}?\\bsmtp=(?<address>${ADDRESS})(?<after>[\\s;].*)?$`,
  "iu",
);
/** A sentence that ends with its subject: "User's mailbox is full: <jane@example.com>". */
const AT_THE_END = new RegExp(
  `^(?:[^:@]{8,100}: ?[<"'(]?|.{8,300}: ?<)(?<address>${ADDRESS})[>"')]?[.\\s]*$`,
  "iu",
);
/** After this line come the recipients that were not reached; before it, those the message was written to. */
const LIST_BEGINS =
  /(?:following|these) (?:recipient|address|user|person)|not (?:be )?delivered to(?: the following)?:|recipient\(s\)|address\(es\)|(?:folgende\w*|destinataires?|destinatarios?) [^@]{0,60}:\s*$/i;
const beginsList = (line: string) => line.length <= 1_000 && LIST_BEGINS.test(line);
/** A host's reply quotes the address; it does not list it. */
const REPLY = /^[\s<>]{0,12}[245]\d\d[ -]/;
/** An address after a word that introduces a recipient. */
const NAMED = new RegExp(
  `(?:(?<![\\p{L}\\p{N}])(?:attempts?|recipients?(?: address(?:es)?)?|rcpt to|forward-path|address(?:es|ee)?|addressed|deliver\\w*(?: \\w+){0,6} to|deliver(?:y|ing)? (?:failed|failure|error)|(?:message|mail|e-?mail|messages)(?: (?:you sent|sent|was sent|delivery))?(?: \\w+){0,2} (?:to|for)|sent (?:it )?to|send(?:ing)? to|reach|user(?: ?id)?|login|mailbox|account|failed(?: recipients?)?|undeliverable(?: to)?|for|to|an|à|para|destinatario|destinataire|empfänger|ontvanger|mottagare|modtager|mottaker|vastaanottaja|odbiorca|adresat|příjemce|címzett|destinatar|alıcı|penerima|получатель|адрес\\p{L}*|παραλήπτης|المستلم|người nhận)(?![\\p{L}\\p{N}])|发送到|发送至|投递到|送达|收件人|收信人|宛先|受信者|받는 ?사람|수신자|수신인)\\W{0,12}(?:<mailto:|mailto:|rfc822;|smtp:)?<?(?<address>${ADDRESS})`,
  "giu",
);
/** Exim, Postfix and sendmail name the address that was written to, if it only leads to the one that failed. */
const LEADS_HERE = new RegExp(
  `\\((?:ultimately )?(?:generated|expanded|forwarded|redirected) from:?\\s{1,40}<?(?<address>${ADDRESS})`,
  "giu",
);
/** An address after such a word is that of a sender or a help desk. */
const NOT_WHOM =
  /\b(?:from|by|sender|contact|write to|e-?mail us|questions?|assistance|help|support|reply[- ]to|return[- ]path|abuse|postmaster|message-id|administrator|von|de la part)\b[^@]{0,40}$/i;
const NOBODY = /^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|abuse|no-?reply|bounces?[+-].*)@/;

function recipientsIn(
  lines: readonly string[],
  words: string,
  own: ReadonlySet<string>,
  isFromSystem: boolean,
): NamedRecipient[] {
  const all = lines.flatMap((line, index) => {
    const match =
      line.length > 1_000 || REPLY.test(line)
        ? null
        : (X400.exec(line) ??
          LISTED.exec(line) ??
          (NOT_WHOM.test(line.slice(0, 120).replace(/:[^:]*$/, "")) ? null : AT_THE_END.exec(line)));
    const email = addressesInText(match?.groups?.address ?? "")[0];
    return email === undefined || own.has(email) || NOBODY.test(email)
      ? []
      : [{ email, index, after: match?.groups?.after ?? lines[index]?.replace(email, "") ?? "" }];
  });
  const begin = lines.findIndex(beginsList);
  const behind = all.filter(({ index }) => index > begin);
  const listed = behind.length > 0 ? behind : all;
  const found = new Map<string, string>();
  listed.slice(0, MOST_RECIPIENTS).forEach(({ email, index, after }, position) => {
    const next = listed[position + 1]?.index ?? lines.length;
    const said = [after, ...lines.slice(index + 1, next)].join("\n").trim();
    found.set(email, [found.get(email), said].filter(Boolean).join("\n"));
  });
  // The address that failed may be kept secret: "an undisclosed address (generated from jane@example.com)".
  if (found.size === 0) for (const email of leadingHere(words)) found.set(email, words);
  if (found.size === 0) {
    for (const match of words.matchAll(NAMED)) {
      if (found.size >= MOST_RECIPIENTS) break;
      const begun = words.lastIndexOf("\n", match.index - 1) + 1;
      // A label at the beginning of a line does not continue the sentence before it.
      const isInSentence = /[a-z]/i.test(words.slice(begun, match.index));
      const before = isInSentence ? words.slice(Math.max(0, match.index - 80), match.index) : "";
      const email = addressesInText(match.groups?.address ?? "")[0];
      if (email === undefined || own.has(email) || NOBODY.test(email) || NOT_WHOM.test(before)) continue;
      if (!found.has(email)) found.set(email, words.slice(match.index + match[0].length).trim());
    }
  }
  if (found.size === 0 && isFromSystem) {
    const only = onlyAddressIn(words, own);
    if (only !== null) found.set(only, words);
  }
  return [...found].map(([email, said]) => ({ email, aliases: leadingHere(said), words: said }));
}

/** @returns the one address in a text that is neither ours nor a help desk's; null if there are several. */
function onlyAddressIn(words: string, own: ReadonlySet<string>): string | null {
  const others = new Set<string>();
  for (const { 0: written, index } of words.matchAll(new RegExp(ADDRESS, "giu"))) {
    const email = addressesInText(written)[0];
    const isHelp = NOT_WHOM.test(words.slice(Math.max(0, index - 80), index));
    if (email !== undefined && !own.has(email) && !NOBODY.test(email) && !isHelp) others.add(email);
  }
  return others.size === 1 ? ([...others][0] as string) : null;
}

function leadingHere(words: string): string[] {
  return [...words.matchAll(LEADS_HERE)].flatMap((match) => addressesInText(match.groups?.address ?? ""));
}
