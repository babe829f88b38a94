import { gatherer, type Piece } from "./split-lines.js";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COMMA = 0x2c;

/**
 * Splits a JSON document into the items of its outermost array, or a sequence of documents into documents. Only the
 * boundaries are located; each item is parsed on its own. So a file of any size needs the memory of one item, large
 * numbers keep their digits, and a damaged item (NaN, an extra comma) does not affect the others; the streaming parsers
 * on npm stop at the first error.
 * @param isOneItem the outermost array is itself one item, as in HikerAPI's `[[media…], cursor]`.
 */
export async function* jsonItemsOf(
  content: AsyncIterable<Buffer>,
  { isOneItem }: { isOneItem: boolean },
): AsyncGenerator<Piece> {
  const piece = gatherer();
  let number = 0;
  /** Nesting depth inside the item; 0 between items. */
  let depth = 0;
  let isInArray = false;
  let isInText = false;
  let isEscaped = false;
  /** Inside a number or a word, which ends at the next other character. */
  let isInWord = false;

  for await (const chunk of content) {
    let start = 0;
    let backslashAt = -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      let isEnd = false;
      if (isInText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) {
          isInText = false;
          isEnd = depth === 0;
        } else {
          // Most of a file is text, so skip to its next quote or backslash in one step.
          if (backslashAt < at) backslashAt = placeOf(BACKSLASH, chunk, at);
          at = Math.min(backslashAt, placeOf(QUOTE, chunk, at)) - 1;
        }
      } else if (isInWord) {
        if (!isBetween(byte) && byte !== CLOSE_ARRAY) continue;
        isInWord = false;
        piece.add(chunk.subarray(start, at));
        yield { number: ++number, text: piece.take() };
        if (byte === CLOSE_ARRAY) isInArray = false;
      } else if (depth > 0) {
        if (byte === QUOTE) isInText = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
        else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) isEnd = --depth === 0;
      } else if (!isBetween(byte)) {
        if (byte === OPEN_ARRAY && !isInArray && !isOneItem) isInArray = true;
        else if (byte === CLOSE_ARRAY && isInArray) isInArray = false;
        else {
          start = at;
          if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth = 1;
          else if (byte === QUOTE) isInText = true;
          else isInWord = true;
        }
      }
      if (isEnd) {
        piece.add(chunk.subarray(start, at + 1));
        yield { number: ++number, text: piece.take() };
      }
    }
    if (depth > 0 || isInText || isInWord) {
      piece.add(chunk.subarray(start));
    }
  }
  if (depth > 0 || isInText || isInWord) yield { number: ++number, text: piece.take() };
}

function placeOf(byte: number, chunk: Buffer, from: number): number {
  const at = chunk.indexOf(byte, from);
  return at < 0 ? chunk.length : at;
}

/** Whitespace, commas, and the byte order mark, which is not part of JSON. */
function isBetween(byte: number): boolean {
  return byte === COMMA || byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf;
}
