import { parse } from "tldts";

/** Mailboxes that a notice names without their domain, as systems of old, and those of one domain, name their users. */

const NAME = "[a-z0-9][a-z0-9._+-]{0,62}[a-z0-9]";
/** Alone on a line of a list, or before a remark; behind a label; quoted. */
const BARE_IN_LIST = new RegExp(`^[ \\t>*•-]{0,12}["'<]?(${NAME})["'>]?(?:\\s{2,}\\S.*|\\s*)$`, "i");
const BARE_LABELLED = new RegExp(
  `^\\s{0,12}(?:addressee|(?:failed |intended )?recipient|user ?(?:name|id)?|mailbox|login)\\s*[:=]\\s*["'<]?(${NAME})["'>]?\\s*$`,
  "i",
);
const BARE_QUOTED = new RegExp(
  `\\b(?:user|mailbox|recipient|addressee|account|mail to)\\s+["'“‘<](${NAME})["'”’>]`,
  "i",
);
const IN_SUBJECT = /\b(?:mail|message|delivery|e-?mail) to ["'“<]?([a-z0-9][\w.+-]{0,62}\w)["'”>]?(?!\S*@)/i;

/** Longer lines are no lists. */
const MOST_CHARACTERS = 1_000;

/**
 * @param listBegins the line after which the recipients are listed, or -1.
 * @returns the names in lower case, and whether they are a list, in which case addresses in the text are somebody else's.
 */
export function bareNamesIn(
  lines: readonly string[],
  listBegins: number,
): { names: string[]; isList: boolean } {
  const short = lines.map((line) => (line.length <= MOST_CHARACTERS ? line : ""));
  const listed = listBegins < 0 ? [] : listedIn(short.slice(listBegins + 1));
  const names =
    listed.length > 0
      ? listed
      : short.flatMap((line) => (BARE_LABELLED.exec(line) ?? BARE_QUOTED.exec(line))?.[1] ?? []);
  return { names: [...new Set(names.map((name) => name.toLowerCase()))], isList: listed.length > 0 };
}

function listedIn(lines: readonly string[]): string[] {
  const names: string[] = [];
  for (const line of lines) {
    const name = BARE_IN_LIST.exec(line)?.[1];
    if (name !== undefined) names.push(name);
    // A person's name, and the address on its own line.
    else if (line.includes("@")) return [];
    else if (line.trim() !== "") break;
  }
  return names;
}

/** @returns the name in a subject such as 'Failed mail to "jane"', or null. */
export function bareNameInSubject(subject: string): string | null {
  return IN_SUBJECT.exec(subject)?.[1]?.toLowerCase() ?? null;
}

/**
 * @param system the address of the mail system that sent the notice.
 * @returns the addresses that a bare name may stand for: at the system's domain, then at its host's names. Who is none of our
 * leads is ignored, so a wrong guess does no harm.
 */
export function addressesOfBareName(name: string, system: string | null): string[] {
  const host = system?.slice(system.lastIndexOf("@") + 1) ?? "";
  if (host === "") return [];
  const domain = parse(host).domain ?? host;
  const labels = host.split(".");
  const below = labels.slice(0, -domain.split(".").length).map((_, at) => labels.slice(at).join("."));
  return [domain, ...below].map((at) => `${name}@${at}`);
}
