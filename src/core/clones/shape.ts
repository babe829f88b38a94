import sharp from "sharp";
import perceptualHash from "sharp-phash";

/** The shape is kept in so many rows of so many cells. */
const CELLS = 16;
const CELLS_PER_DIGIT = 4;
/** Shares of the range of brightness: a cell between them is on an edge, and tells nothing. */
const SURELY = { dark: 0.3, light: 0.7 };
/** A copy as imitators have it, to see whether it has the same hash. */
const COPY = { side: 110, quality: 60 };
/** More bits than this may not change from a picture to its own copy. */
const MOST_BITS_OF_A_COPY = 5;
/** Before the shape of a picture whose perceptual hash is not steady. */
const UNSTEADY = "~";

/**
 * Describes a picture in two colours by the cells that are surely light and those that are surely dark. Stripes, halves and
 * dots have next to no low frequencies, and the perceptual hash of what is left changes with every copy.
 * @returns 128 hexadecimal digits, after "~" if the hash is of no use.
 */
export async function shapeOf(bytes: Buffer): Promise<string> {
  const grey = await sharp(bytes)
    .greyscale()
    .resize(CELLS, CELLS, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  const [least, most] = [Math.min(...grey), Math.max(...grey)];
  const shares = [...grey].map((point) => (point - least) / Math.max(1, most - least));
  const light = digitsOf(shares.map((share) => share > SURELY.light));
  const dark = digitsOf(shares.map((share) => share < SURELY.dark));
  return `${(await isSteady(bytes)) ? "" : UNSTEADY}${light}${dark}`;
}

async function isSteady(bytes: Buffer): Promise<boolean> {
  const copy = await sharp(bytes).resize(COPY.side).jpeg({ quality: COPY.quality }).toBuffer();
  const [hash, again] = [await perceptualHash(bytes), await perceptualHash(copy)];
  return [...hash].filter((bit, at) => bit !== again[at]).length <= MOST_BITS_OF_A_COPY;
}

const digitsOf = (cells: readonly boolean[]) =>
  cells
    .map((is) => (is ? 1 : 0))
    .join("")
    .replace(new RegExp(`[01]{${CELLS_PER_DIGIT}}`, "g"), (bits) => Number.parseInt(bits, 2).toString(16));

/** @returns whether shapes must decide, because one of the perceptual hashes is of no use. */
export function mustCompareShapes(one: string, other: string): boolean {
  return one.startsWith(UNSTEADY) || other.startsWith(UNSTEADY);
}

/** @returns how many of 256 cells are surely light in one shape and surely dark in the other. */
export function cellsApart(one: string, other: string): number {
  const [first, second] = [partsOf(one), partsOf(other)];
  return onesIn(first.light & second.dark) + onesIn(first.dark & second.light);
}

function partsOf(shape: string): { light: bigint; dark: bigint } {
  const digits = shape.replace(UNSTEADY, "");
  const half = digits.length / 2;
  return { light: BigInt(`0x${digits.slice(0, half)}`), dark: BigInt(`0x${digits.slice(half)}`) };
}

const onesIn = (cells: bigint) => cells.toString(2).replaceAll("0", "").length;
