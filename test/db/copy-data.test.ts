import fc from "fast-check";
import { expect, test } from "vitest";
import { separateCopyData } from "../../src/core/db/copy-data.js";

const message = (type: string, body: string): Buffer => {
  const bytes = Buffer.from(body);
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeUInt32BE(bytes.length + 4, 1);
  return Buffer.concat([header, bytes]);
};

const messages = fc.array(fc.tuple(fc.constantFrom("d", "d", "d", "H", "N", "c", "Z"), fc.string()));
const cuts = fc.array(fc.nat({ max: 7 }));

test("a copy's rows and all other messages are kept apart, wherever the network cuts them", () => {
  fc.assert(
    fc.property(messages, cuts, (sent, lengths) => {
      const passed: Buffer[] = [];
      const keptByThen: number[] = [];
      const data = separateCopyData((bytes) => {
        passed.push(Buffer.from(bytes));
        keptByThen.push(data.contents().length);
      });
      const stream = Buffer.concat(sent.map(([type, body]) => message(type, body)));
      let at = 0;
      for (const length of [...lengths, stream.length]) {
        // A copy, since what was taken is moved in place.
        data.take(Buffer.from(stream.subarray(at, at + length)));
        at = Math.min(at + length, stream.length);
      }
      const rows = sent.filter(([type]) => type === "d").map(([, body]) => body);
      const others = sent.filter(([type]) => type !== "d").map(([type, body]) => message(type, body));
      expect(data.contents().toString()).toBe(rows.join(""));
      expect(data.messages()).toBe(rows.length);
      expect(Buffer.concat(passed)).toEqual(Buffer.concat(others));
      // The end of a copy is reported only once all of its rows are kept.
      if (sent.at(-1)?.[0] !== "d" && sent.length > 0)
        expect(keptByThen.at(-1)).toBe(Buffer.byteLength(rows.join("")));
    }),
  );
});
