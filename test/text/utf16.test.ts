import { expect, test } from "vitest";
import { asUtf8, textOf } from "../../src/core/text/utf16.js";

const TEXT = "username;name\r\nanna;Ännchen 🌸\r\n";
const littleEndian = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, "utf16le")]);
const bigEndian = Buffer.from(littleEndian).swap16();

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test.each([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-16, little endian", littleEndian],
  ["UTF-16, big endian", bigEndian],
])("a text in %s is read as it was written, wherever the chunks break", async (_encoding, bytes) => {
  expect(textOf(bytes)).toBe(TEXT);
  for (const size of [2, 3, 7, 1_000]) {
    const read: Buffer[] = [];
    for await (const chunk of asUtf8(inPieces(bytes, size))) read.push(chunk);
    expect(Buffer.concat(read).toString("utf8")).toBe(TEXT);
  }
});
