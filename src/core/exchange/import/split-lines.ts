/** One unparsed piece of a file. */
export interface Piece {
  /** Its number in the file, from 1: of a line, a row's line, or an item of an array. */
  number: number;
  /** null if it is longer than `MAX_PIECE_BYTES`. */
  text: string | null;
}

/** The most that is held of a file at once; a longer line or item is damaged or not an item at all. */
export const MAX_PIECE_BYTES = 32 * 1_024 * 1_024;

const LINE_END = 10;

/** Splits bytes into lines. Blank lines are counted but left out. */
export async function* linesOf(content: AsyncIterable<Buffer>): AsyncGenerator<Piece> {
  const line = gatherer();
  let number = 1;
  for await (const chunk of content) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      line.add(chunk.subarray(start, end));
      const text = line.take()?.replace(/\r$/, "") ?? null;
      if (text === null || text.trim() !== "") yield { number, text };
      number++;
      start = end + 1;
    }
    line.add(chunk.subarray(start));
  }
  const text = line.take();
  if (text === null || text.trim() !== "") yield { number, text };
}

/** Collects the bytes of one piece across chunks, up to the limit. */
export function gatherer(): { add(bytes: Buffer): void; take(): string | null } {
  let parts: Buffer[] = [];
  let length = 0;
  return {
    add(bytes) {
      length += bytes.length;
      if (length > MAX_PIECE_BYTES) parts = [];
      else if (bytes.length > 0) parts.push(bytes);
    },
    take() {
      const text =
        length > MAX_PIECE_BYTES
          ? null
          : parts.length === 1
            ? (parts[0] as Buffer).toString("utf8")
            : Buffer.concat(parts).toString("utf8");
      parts = [];
      length = 0;
      return text;
    },
  };
}
