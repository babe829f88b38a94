import { createHash } from "node:crypto";
import sharp from "sharp";
import perceptualHash from "sharp-phash";
import type { PictureMark } from "../db/schema/clones.js";
import { messageOf } from "../failure.js";
import { SourceError } from "../source-error.js";
import { partHashes } from "./part-hashes.js";
import { cellsApart, mustCompareShapes, shapeOf } from "./shape.js";

/** The properties by which pictures are compared. */
export interface PictureTraits {
  /** 64-bit perceptual hash, 16 hexadecimal digits. */
  phash: string;
  /**
   * Hashes of the picture mirrored, cropped, turned, without its frame, and round on white (`partHashes`); of a plain one its
   * shape instead (`shapeOf`).
   */
  variants: readonly string[];
  /** 0 to 100: how much there is to compare, by size and entropy. */
  quality: number;
  /** Why the picture does not identify anybody: it is plain, or Instagram's default picture. Null if it can be compared. */
  mark: PictureMark | null;
}

/** A picture as stored: encoded anew, so that nothing but its pixels is kept. */
export interface Picture extends PictureTraits {
  /** Of `bytes`, hexadecimal. */
  sha256: string;
  /** A JPEG. */
  bytes: Buffer;
  width: number;
  height: number;
}

const BITS = 64;
const FORMATS = new Set(["jpeg", "png", "webp"]);
/** The side of the largest profile picture that Instagram shows, in pixels. */
const KEPT_SIDE = 320;
const MOST_PIXELS = 4_096 * 4_096;
/** The side and the entropy (bits, as in sharp's `stats`) of a picture of full quality. */
const GOOD_SIDE = 150;
const GOOD_ENTROPY = 6;
const FLAT_DEVIATION = 6;
/** A picture is plain if it has no edges, however many colours it has: a two-coloured logo can be compared by its shape. */
const EDGES = { side: 64, step: 24, leastShare: 0.004 };
/** The side of the greyscale copy that is hashed in parts, in pixels. */
const GREY_SIDE = 128;
/** A two-coloured logo has little entropy, hence low quality: it is compared as a whole, and differences count double. */
const PLAIN = { quality: 45, factor: 2 };

/**
 * Decodes a picture, encodes it anew and hashes it.
 * @throws SourceError "bad_response" if it is no JPEG, PNG or WebP, is damaged, or has too many pixels.
 */
export async function readPicture(received: Buffer): Promise<Picture> {
  try {
    const { format } = await sharp(received, { limitInputPixels: MOST_PIXELS }).metadata();
    if (format === undefined || !FORMATS.has(format))
      throw new Error(`${format ?? "unknown"} is not supported`);
    const { data: bytes, info } = await sharp(received, { limitInputPixels: MOST_PIXELS, failOn: "error" })
      .rotate()
      .flatten({ background: "white" })
      .resize(KEPT_SIDE, KEPT_SIDE, { fit: "inside", withoutEnlargement: true })
      .jpeg({ quality: 85 })
      .toBuffer({ resolveWithObject: true });
    return {
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes,
      width: info.width,
      height: info.height,
      ...(await traitsOf(bytes, info)),
    };
  } catch (error) {
    throw new SourceError("bad_response", `The picture cannot be read: ${messageOf(error)}`, {}, error);
  }
}

/**
 * How many of 64 bits differ between two pictures, also if one is the other mirrored, cropped, framed, slightly turned or
 * made round. Up to 5 they are nearly identical, above 10 they are different (facts §7). The same part of both is compared
 * too, since the rest may have been covered. Null if either cannot be compared.
 */
export function pictureDistance(one: PictureTraits | null, other: PictureTraits | null): number | null {
  if (one === null || other === null || one.mark !== null || other.mark !== null) return null;
  if (Math.min(one.quality, other.quality) < PLAIN.quality)
    return Math.min(BITS, plainDistance(one, other) * PLAIN.factor);
  return Math.min(
    ...[one.phash, ...one.variants].map((hash) => bitsBetween(hash, other.phash)),
    ...other.variants.map((hash) => bitsBetween(hash, one.phash)),
    ...samePartsOf(one, other).map(([hash, same]) => bitsBetween(hash, same)),
  );
}

/** Pictures that are not plain, or were hashed by an earlier igminer, have no shape. */
function plainDistance(one: PictureTraits, other: PictureTraits): number {
  const [shape, another] = [one, other].map(({ variants }) =>
    variants.length === 1 ? variants[0] : undefined,
  );
  return shape !== undefined && another !== undefined && mustCompareShapes(shape, another)
    ? cellsApart(shape, another)
    : bitsBetween(one.phash, other.phash);
}

/** Pictures hashed by an earlier igminer have other parts. */
function samePartsOf(one: PictureTraits, other: PictureTraits): (readonly [string, string])[] {
  if (one.variants.length !== other.variants.length) return [];
  return one.variants.map((hash, at) => [hash, other.variants[at] as string] as const);
}

async function traitsOf(
  bytes: Buffer,
  { width, height }: { width: number; height: number },
): Promise<PictureTraits> {
  const { entropy, channels } = await sharp(bytes).stats();
  const deviation = Math.max(...channels.map(({ stdev }) => stdev));
  const points = await sharp(bytes)
    .greyscale()
    .resize(GREY_SIDE, GREY_SIDE, { fit: "fill" })
    .raw()
    .toBuffer();
  const quality = Math.round(
    100 * Math.min(1, Math.min(width, height) / GOOD_SIDE) * Math.min(1, entropy / GOOD_ENTROPY),
  );
  return {
    phash: await hashOf(bytes),
    variants: quality < PLAIN.quality ? [await shapeOf(bytes)] : partHashes({ points, side: GREY_SIDE }),
    quality,
    mark: deviation < FLAT_DEVIATION || (await edgeShare(bytes)) < EDGES.leastShare ? "flat" : null,
  };
}

/**
 * @returns the share of the pixels of a small greyscale copy whose brightness differs sharply from the next one to the right
 * or below.
 */
async function edgeShare(bytes: Buffer): Promise<number> {
  const { side, step } = EDGES;
  const grey = await sharp(bytes).greyscale().resize(side, side, { fit: "fill" }).raw().toBuffer();
  let edges = 0;
  for (let y = 0; y < side - 1; y++)
    for (let x = 0; x < side - 1; x++) {
      const here = grey[y * side + x] as number;
      const right = grey[y * side + x + 1] as number;
      const below = grey[(y + 1) * side + x] as number;
      if (Math.abs(here - right) >= step || Math.abs(here - below) >= step) edges++;
    }
  return edges / (side - 1) ** 2;
}

async function hashOf(bytes: Buffer): Promise<string> {
  const bits = await perceptualHash(bytes);
  return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
}

function bitsBetween(one: string, other: string): number {
  let bits = 0;
  for (let difference = BigInt(`0x${one}`) ^ BigInt(`0x${other}`); difference > 0n; difference >>= 1n)
    bits += Number(difference & 1n);
  return bits;
}
