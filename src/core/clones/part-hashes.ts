/** A square greyscale picture, one byte per pixel. */
export interface Grey {
  points: Uint8Array;
  side: number;
}

/** Maps a point of the hashed picture to a point of the original (0 to 1, rightwards and downwards). */
type From = (x: number, y: number) => readonly [x: number, y: number];

const SAMPLES = 32;
/** Points averaged per sample, along each side. */
const WITHIN_SAMPLE = 3;
const LOW_FREQUENCIES = 8;
/** Sections that imitators cut out: these shares of the side, at the left, middle and right of the top, middle and bottom. */
const CUTS = { shares: [0.9, 0.82, 0.73], at: [0, 0.5, 1] };
const SMALLEST_MIDDLE = 0.65;
const MIRRORED_MIDDLES = [0.9, 0.78];
/** Angles, and the share of the side that remains after cutting the corners of a turned picture. */
const TURNS = { degrees: [-6, 6], share: 0.82 };
/**
 * How far the pixels of a frame's line may differ from the corner pixel, and the maximum share of a side that a frame may
 * take.
 */
const FRAME = { tolerance: 24, most: 0.3 };
const WHITE = 255;

/**
 * Hashes what an imitator may have made of a picture: mirrored, cropped, slightly turned, without its frame, round on white.
 * The hash is the same as that of the whole (sharp-phash), and tolerates small deviations.
 * @returns hexadecimal hashes, always the same number in the same order.
 */
export function partHashes(grey: Grey): string[] {
  const whole: From = (x, y) => [x, y];
  const part =
    (share: number, left: number, top: number): From =>
    (x, y) => [(1 - share) * left + share * x, (1 - share) * top + share * y];
  const mirrored =
    (from: From): From =>
    (x, y) =>
      from(1 - x, y);
  const middle = (share: number) => part(share, 0.5, 0.5);
  const parts = [
    mirrored(whole),
    ...MIRRORED_MIDDLES.map((share) => mirrored(middle(share))),
    ...CUTS.shares.flatMap((share) =>
      CUTS.at.flatMap((top) => CUTS.at.map((left) => part(share, left, top))),
    ),
    middle(SMALLEST_MIDDLE),
    ...TURNS.degrees.map((degrees) => turned(degrees)),
    withoutFrame(grey),
  ];
  return [...parts.map((from) => hashOf(grey, from)), hashOf(roundOnWhite(grey), whole)];
}

function turned(degrees: number): From {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return (x, y) => {
    const [dx, dy] = [(x - 0.5) * TURNS.share, (y - 0.5) * TURNS.share];
    return [0.5 + dx * cos - dy * sin, 0.5 + dx * sin + dy * cos];
  };
}

/** The part inside the single-coloured lines at the edges; the whole picture if there is no frame. */
function withoutFrame({ points, side }: Grey): From {
  const corner = points[0] as number;
  const isPlain = (at: (along: number) => number) => {
    for (let along = 0; along < side; along++)
      if (Math.abs((points[at(along)] as number) - corner) > FRAME.tolerance) return false;
    return true;
  };
  const width = (at: (line: number, along: number) => number) => {
    let line = 0;
    while (line < side * FRAME.most && isPlain((along) => at(line, along))) line++;
    return line / side;
  };
  const top = width((line, along) => line * side + along);
  const bottom = width((line, along) => (side - 1 - line) * side + along);
  const left = width((line, along) => along * side + line);
  const right = width((line, along) => along * side + side - 1 - line);
  return (x, y) => [left + x * (1 - left - right), top + y * (1 - top - bottom)];
}

function roundOnWhite({ points, side }: Grey): Grey {
  const middle = (side - 1) / 2;
  return {
    side,
    points: points.map((point, at) =>
      Math.hypot((at % side) - middle, Math.floor(at / side) - middle) > side / 2 ? WHITE : point,
    ),
  };
}

/** One bit per low frequency of a discrete cosine transform: whether it is above their mean. */
function hashOf(grey: Grey, from: From): string {
  const samples = sampled(grey, from);
  const low: number[] = [];
  for (let u = 1; u <= LOW_FREQUENCIES; u++) {
    const rows = Array.from({ length: SAMPLES }, (_, y) => {
      let sum = 0;
      for (let x = 0; x < SAMPLES; x++) sum += (samples[y * SAMPLES + x] as number) * cosine(x, u);
      return sum;
    });
    for (let v = 1; v <= LOW_FREQUENCIES; v++)
      low.push(rows.reduce((sum, row, y) => sum + row * cosine(y, v), 0));
  }
  const mean = low.reduce((sum, value) => sum + value, 0) / low.length;
  const bits = low.map((value) => (value > mean ? "1" : "0")).join("");
  return BigInt(`0b${bits}`).toString(16).padStart(16, "0");
}

const COSINES = Float64Array.from({ length: SAMPLES * (LOW_FREQUENCIES + 1) }, (_, at) =>
  Math.cos(((2 * (at % SAMPLES) + 1) / (2 * SAMPLES)) * Math.floor(at / SAMPLES) * Math.PI),
);
const cosine = (at: number, frequency: number) => COSINES[frequency * SAMPLES + at] as number;

function sampled({ points, side }: Grey, from: From): Float64Array {
  const samples = new Float64Array(SAMPLES * SAMPLES);
  const fine = SAMPLES * WITHIN_SAMPLE;
  const inside = (share: number) => Math.min(side - 1, Math.max(0, Math.floor(share * side)));
  for (let j = 0; j < fine; j++)
    for (let i = 0; i < fine; i++) {
      const [x, y] = from((i + 0.5) / fine, (j + 0.5) / fine);
      const at = Math.floor(j / WITHIN_SAMPLE) * SAMPLES + Math.floor(i / WITHIN_SAMPLE);
      samples[at] = (samples[at] as number) + (points[inside(y) * side + inside(x)] as number);
    }
  return samples;
}
