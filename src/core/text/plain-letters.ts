/** Small capitals and similar letters, which NFKC (UAX #15) leaves unchanged, and the letters that they stand for. */
const SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ";
const CAPITALS = "abcdefghijklmnopqrstuvwyz";
const PLAIN_OF = new Map([...SMALL_CAPITALS].map((letter, at) => [letter, CAPITALS[at] as string]));
/**
 * Letters of other alphabets that fill the gaps of that set; they count only in a word that also contains one of that
 * set.
 */
const FILLS_GAPS = new Map([
  ["ғ", "f"],
  ["ѕ", "s"],
  ["х", "x"],
  ["ǫ", "q"],
  ["ʠ", "q"],
  ["ϙ", "q"],
]);
/** White letters in boxes and circles, for which Unicode has no decomposition; four of them are also emoji (🅰🅱🅾🅿). */
const BOXED = /[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}]\uFE0F?/gu;
const BOX_ALPHABETS = [0x1f150, 0x1f170];
/** Text displayed from right to left although its letters run from left to right. */
const OVERRIDDEN = /\u202E([^\u202C\u202E\n]*)\u202C?/gu;
const STYLED_WORD = new RegExp(`[\\p{L}\\p{M}]*[${SMALL_CAPITALS}][\\p{L}\\p{M}]*`, "gu");
const HAS_SMALL_CAPITAL = new RegExp(`[${SMALL_CAPITALS}]`, "u");
const ASCII = /^[\0-\x7F]*$/;

/**
 * Replaces styled letters by the plain ones that a reader sees: compatibility forms (NFKC: 𝗯𝗼𝗹𝗱, ｆｕｌｌ ｗｉｄｔｈ, Ⓒⓘⓡⓒⓛⓔⓓ),
 * sᴍᴀʟʟ ᴄᴀᴘɪᴛᴀʟs, 🅱🅾🆇🅴🅳 letters, and text that a direction mark displays backwards. Case is kept if there is one.
 */
export function plainLetters(text: string): string {
  if (ASCII.test(text)) return text;
  let plain = text.normalize("NFKC");
  if (plain.includes("\u202E"))
    plain = plain.replace(OVERRIDDEN, (_, hidden: string) => [...hidden].reverse().join(""));
  plain = plain.replace(BOXED, unboxed);
  return HAS_SMALL_CAPITAL.test(plain) ? plain.replace(STYLED_WORD, withoutSmallCapitals) : plain;
}

/** A single 🅰 is a blood group or a decoration; two in a row, or beside letters, spell something. */
function unboxed(box: string, at: number, whole: string): string {
  const code = box.codePointAt(0) as number;
  const first = BOX_ALPHABETS.find((start) => code >= start && code < start + 26) as number;
  const isBeside = (text: string) => /^(?:[\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}]|\p{L})/u.test(text);
  const before = [...whole.slice(0, at).replace(/\uFE0F$/, "")].at(-1) ?? "";
  return isBeside(whole.slice(at + box.length)) || isBeside(before)
    ? String.fromCharCode(65 + code - first)
    : box;
}

function withoutSmallCapitals(word: string): string {
  // IPA and phonetic notation also use some of these letters, one at a time.
  return [...word].map((letter) => PLAIN_OF.get(letter) ?? FILLS_GAPS.get(letter) ?? letter).join("");
}
