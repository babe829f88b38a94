/**
 * Characters without width: soft hyphen, zero-width spaces and joiners, direction marks, variation selectors, tag
 * characters (the inside of some flags).
 */
export const ZERO_WIDTH =
  /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0020}-\u{E007F}]|[\uFE00-\uFE0F]|\u034F/gu;

/** A keycap (digit and U+20E3), a pictograph, a skin tone, half a flag. */
export const EMOJI =
  /[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu;

/**
 * The characters that rules read of one text: the length of Instagram's longest texts, its captions. Imported texts may
 * have any length, and reading more is not worth the time.
 */
export const MOST_READ = 2_200;

/** A link with its scheme, with `www.`, or a bare domain with a path; up to the next space. */
export const URL_IN_TEXT =
  /(?:https?:\/\/|(?<![\p{L}\p{N}])www\.|(?<![\p{L}\p{N}.@-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24}\/)\S*/giu;

const BARE_DOMAIN =
  /(?<![\p{L}\p{N}.@-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|net|org|info|io|co|me|tv|de|at|ch|fr|it|es|nl|pl|pt|br|uk|eu)(?![\p{L}\p{N}])/giu;

const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;

/** A mention or hashtag with everything attached to it; for language detection, removing too much does no harm. */
const TAG = /[@＠#＃][\p{L}\p{M}\p{N}_.]+/gu;

/**
 * Prepares a caption or bio for language detection: removes URLs, e-mail addresses, hashtags, mentions, emoji and
 * zero-width characters, collapses runs of spaces, and trims the ends. Line breaks stay.
 */
export function stripNoise(text: string): string {
  return text
    .replace(URL_IN_TEXT, " ")
    .replace(EMAIL, " ")
    .replace(EMOJI, " ")
    .replace(ZERO_WIDTH, "")
    .replace(TAG, " ")
    .replace(BARE_DOMAIN, " ")
    .replace(/[^\S\n]+/gu, " ")
    .replace(/ ?\n ?/g, "\n")
    .trim();
}
