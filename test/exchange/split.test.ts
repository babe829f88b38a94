import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { csvRowsOf } from "../../src/core/exchange/import/split-csv.js";
import { jsonItemsOf } from "../../src/core/exchange/import/split-json.js";
import { linesOf, MAX_PIECE_BYTES, type Piece } from "../../src/core/exchange/import/split-lines.js";

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of from) items.push(item);
  return items;
}

/** The text as chunks of this many bytes: boundaries fall into characters, escapes and numbers. */
function inChunks(text: string, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text);
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    ),
  );
}

const itemsIn = async (text: string, isOneItem = false, size = 65_536) =>
  (await all(jsonItemsOf(inChunks(text, size), { isOneItem }))).map(({ text: item }) => item);

describe("the items of a JSON document", () => {
  const items = [
    '{"a":"}] \\" \\\\","b":[1,{"c":"ü🙂"}]}',
    "9007199254740993123",
    '"x,y"',
    "null",
    "[1,2]",
    "{}",
  ];

  test.each([1, 2, 3, 5, 7, 1_000])("come out whole, whatever the chunks (%d bytes)", async (size) => {
    const text = `\uFEFF [\n ${items.join(" ,\n")}\n]\n`;
    expect(await itemsIn(text, false, size)).toEqual(items);
  });

  test("of documents that follow each other are these documents", async () => {
    expect(await itemsIn('{\n "a": 1\n}\n{\n "b": 2\n}')).toEqual(['{\n "a": 1\n}', '{\n "b": 2\n}']);
  });

  test("are one where the outermost array is an item itself", async () => {
    expect(await itemsIn('[[{"a":1}],"cursor"]', true)).toEqual(['[[{"a":1}],"cursor"]']);
  });

  test("that is cut off comes out as far as it goes, with its number", async () => {
    const pieces = await all(jsonItemsOf(inChunks('[{"a":1},{"b":', 4), { isOneItem: false }));
    expect(pieces).toEqual([
      { number: 1, text: '{"a":1}' },
      { number: 2, text: '{"b":' },
    ]);
  });

  test("that is longer than what may be held is told, and the next one comes", async () => {
    async function* content(): AsyncGenerator<Buffer> {
      yield Buffer.from('[{"a":"');
      const part = Buffer.alloc(1_024 * 1_024, "x");
      for (let length = 0; length <= MAX_PIECE_BYTES; length += part.length) yield part;
      yield Buffer.from('"},{"b":2}]');
    }
    expect(await all(jsonItemsOf(content(), { isOneItem: false }))).toEqual([
      { number: 1, text: null },
      { number: 2, text: '{"b":2}' },
    ]);
  });
});

describe("lines", () => {
  test.each([1, 2, 3, 1_000])(
    "keep their number; blank ones are left out (chunks of %d bytes)",
    async (size) => {
      const pieces: Piece[] = await all(linesOf(inChunks("über\r\n\n  \nzwei\nno end", size)));
      expect(pieces).toEqual([
        { number: 1, text: "über" },
        { number: 4, text: "zwei" },
        { number: 5, text: "no end" },
      ]);
    },
  );
});

describe("rows of a CSV", () => {
  test("become objects: columns with / are lists and objects, empty cells tell nothing", async () => {
    const rows = await all(
      csvRowsOf(
        inChunks(
          '\uFEFF"username","latestPosts/0/id","latestPosts/1/id","bio"\nanna,1,2,"two\nlines, ""quoted"""\nben,,,\n',
          7,
        ),
        ",",
      ),
    );
    expect(rows.map(({ number, value }) => ({ number, value }))).toEqual([
      {
        number: 3,
        value: { username: "anna", latestPosts: [{ id: "1" }, { id: "2" }], bio: 'two\nlines, "quoted"' },
      },
      { number: 4, value: { username: "ben" } },
    ]);
  });

  test("with more cells than columns are told with their line, and the next ones come", async () => {
    const rows = await all(csvRowsOf(inChunks("username;followersCount\nanna;1;2;3\nben;2\n", 9), ";"));
    expect(rows).toMatchObject([
      { number: 2, value: null, error: "4 cells, but the first line names 2 columns" },
      { number: 3, value: { username: "ben", followersCount: "2" } },
    ]);
  });

  test("cannot reach behind the objects they become", async () => {
    await all(csvRowsOf(inChunks("username,__proto__/polluted,constructor/x\nanna,yes,yes\n", 100), ","));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
