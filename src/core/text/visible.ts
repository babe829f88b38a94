/**
 * Control characters (except tab and line end), among them the escape that a terminal interprets as a command; and
 * direction marks, which make a text read as another (Unicode TR 36, section 2.3; "Trojan Source"). The two separators
 * of lines and paragraphs would start a new line in a log.
 */
const UNSEEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\u2028\u2029]/g;

/**
 * @returns a text that is safe for a terminal or a log: active characters appear as `\u001b`. In JSON that is a normal
 * escape, so that a parser gets the original text.
 */
export function visible(text: string): string {
  return text.replaceAll(
    UNSEEN,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
