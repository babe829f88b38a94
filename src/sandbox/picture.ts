import { crc32, deflateSync } from "node:zlib";
import { hashOf, shareOf } from "./random.js";
import { type PictureChange, pictureShownBy } from "./world/look-alikes.js";
import type { World } from "./world/world.js";

const SIDE = 64;
const BLOCK = 8;

/** The value of one channel at a position from 0 to 1, which may lie between pixels. */
type Painting = (u: number, v: number, channel: number) => number;

/**
 * @returns the profile picture that an account shows, as PNG (W3C PNG specification): its own waves, one flat colour,
 * or a changed copy of another account's picture.
 */
export function pictureOf(world: World, number: number): Buffer {
  const { painted, change } = pictureShownBy(world, number);
  const painting = changed(paintingOf(world.seed, painted, change === "flat"), change, (part) =>
    hashOf(world.seed, 61, number, part),
  );
  const rows = Buffer.alloc(SIDE * (1 + 3 * SIDE));
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const value = painting(x / SIDE, y / SIDE, channel);
        rows[y * (1 + 3 * SIDE) + 1 + 3 * x + channel] = Math.max(0, Math.min(255, value));
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

function paintingOf(seed: number, number: number, isFlat: boolean): Painting {
  const hash = (part: number) => hashOf(seed, 60, number, part);
  const base = [hash(1) % 256, hash(2) % 256, hash(3) % 256] as const;
  if (isFlat || shareOf(hash(0)) < 0.1) return (_u, _v, channel) => base[channel] as number;
  const wide = [4, 5, 6].map((part) => (SIDE / 20) * (1 + (hash(part) % 7)));
  const high = [7, 8, 9].map((part) => (SIDE / 20) * (1 + (hash(part) % 7)));
  const shift = [10, 11, 12].map((part) => 6 * shareOf(hash(part)));
  return (u, v, channel) =>
    (base[channel] as number) +
    90 *
      Math.sin(u * (wide[channel] as number) + (shift[channel] as number)) *
      Math.cos(v * (high[channel] as number) + (shift[channel] as number));
}

/** The effects of copying a picture: cropped, mirrored, with coarser levels and blocks, or brighter or darker. */
function changed(painting: Painting, change: PictureChange, hash: (part: number) => number): Painting {
  switch (change) {
    case "copy":
    case "own":
    case "flat":
      return painting;
    case "mirrored":
      return (u, v, channel) => painting(1 - 1 / SIDE - u, v, channel);
    case "cropped": {
      const share = 0.75 + 0.22 * shareOf(hash(0));
      const left = (1 - share) * shareOf(hash(1));
      const top = (1 - share) * shareOf(hash(2));
      return (u, v, channel) => painting(left + u * share, top + v * share, channel);
    }
    case "recompressed": {
      const step = 8 + (hash(3) % 24);
      const light = (hash(4) % 40) - 20;
      return (u, v, channel) => {
        const block = hash(10 + Math.floor((u * SIDE) / BLOCK) + 100 * Math.floor((v * SIDE) / BLOCK));
        const noise =
          (block % 13) - 6 + ((hash(5_000 + Math.floor(u * SIDE) * 97 + Math.floor(v * SIDE)) % 9) - 4);
        return step * Math.round((painting(u, v, channel) + light + noise) / step);
      };
    }
    case "reworked":
      return changed(changed(changed(painting, "cropped", hash), "mirrored", hash), "recompressed", hash);
    default:
      return change satisfies never;
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(8 + body.length);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), 4 + body.length);
  return framed;
}
