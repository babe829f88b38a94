import { crc32, deflateSync } from "node:zlib";
import { hashOf, shareOf } from "./random.js";

const SIDE = 64;

/** @returns the profile picture of an account as PNG (W3C PNG specification): waves of its own, or one flat colour. */
export function pictureOf(seed: number, number: number): Buffer {
  const hash = (part: number) => hashOf(seed, 60, number, part);
  const isFlat = shareOf(hash(0)) < 0.1;
  const rows = Buffer.alloc(SIDE * (1 + 3 * SIDE));
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const base = hash(1 + channel) % 256;
        const wave =
          Math.sin((x * (1 + (hash(4 + channel) % 7))) / 20) *
          Math.cos((y * (1 + (hash(7 + channel) % 7))) / 20);
        rows[y * (1 + 3 * SIDE) + 1 + 3 * x + channel] = isFlat
          ? base
          : Math.max(0, Math.min(255, base + 90 * wave));
      }
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE, 0);
  header.writeUInt32BE(SIDE, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(8 + body.length);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), 4 + body.length);
  return framed;
}
