/**
 * Control characters (but tab and line end), among them the escape that a terminal takes as a command; and the marks that
 * turn the direction of what follows, so that a text reads as another (Unicode TR 36, section 2.3; "Trojan Source"). The two
 * separators of lines and paragraphs begin a line where a log is read.
 */
const UNSEEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\u2028\u2029]/g;

/**
 * @returns a text as a terminal and a log may get it: what would act instead of being seen stands as `\u001b`. In JSON that
 * is an escape of JSON's own, so that whoever parses it gets the same text.
 */
export function visible(text: string): string {
  return text.replaceAll(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
