/**
 * How often an altered copy of a profile picture is found, and how often two different pictures are taken for the same.
 * Pictures are generated (own material): portraits with light, hair and a background of clouds, and logos in two
 * colours. The baseline compares one perceptual hash per picture.
 */
import sharp from "sharp";
import { FAR_BITS } from "../../src/core/clones/pair.js";
import { type Picture, pictureDistance, readPicture } from "../../src/core/clones/picture.js";

const PHOTOS = Number(process.env.PHOTOS ?? 40);
const SIDE = 320;

/** Mulberry32: the same pictures in every run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function photo(seed: number): Promise<Buffer> {
  const next = chance(seed);
  const between = (least: number, most: number) => least + next() * (most - least);
  const clouds = await sharp(Buffer.from(Array.from({ length: 8 * 8 * 3 }, () => Math.floor(next() * 256))), {
    raw: { width: 8, height: 8, channels: 3 },
  })
    .resize(SIDE, SIDE, { kernel: "cubic" })
    .png()
    .toBuffer();
  const [x, y, r] = [between(110, 210), between(90, 160), between(40, 85)];
  const skin = `hsl(${between(15, 35)},${between(30, 60)}%,${between(35, 75)}%)`;
  const shapes = Array.from({ length: 6 }, () => {
    const fill = `hsl(${between(0, 360)},${between(10, 70)}%,${between(15, 85)}%)`;
    return `<rect x="${between(-40, 300)}" y="${between(-40, 300)}" width="${between(20, 140)}" height="${between(20, 160)}" fill="${fill}" opacity="0.7" transform="rotate(${between(0, 90)} 160 160)"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">${shapes.join("")}
    <path d="M${x - r * 2} ${SIDE} Q ${x} ${y + r * between(0.7, 1.3)} ${x + r * 2} ${SIDE} Z" fill="hsl(${between(0, 360)},50%,${between(20, 70)}%)"/>
    <ellipse cx="${x}" cy="${y - r * 0.3}" rx="${r * between(1.05, 1.4)}" ry="${r * between(1.1, 1.6)}" fill="hsl(${between(10, 50)},40%,${between(8, 55)}%)"/>
    <ellipse cx="${x}" cy="${y}" rx="${r * 0.85}" ry="${r * 1.1}" fill="${skin}"/>
    <circle cx="${x - r * 0.32}" cy="${y - r * 0.1}" r="${r * 0.09}"/><circle cx="${x + r * 0.32}" cy="${y - r * 0.1}" r="${r * 0.09}"/>
    <path d="M${x - r * 0.3} ${y + r * 0.5} q ${r * 0.3} ${r * between(0, 0.3)} ${r * 0.6} 0" stroke="#822" stroke-width="${r * 0.08}" fill="none"/></svg>`;
  return sharp(clouds)
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

const LOGOS = [
  '<circle cx="160" cy="160" r="90" fill="none" stroke="#fff" stroke-width="40"/>',
  '<path d="M90 250 L160 70 L230 250 M115 190 H205" stroke="#fff" stroke-width="34" fill="none"/>',
  '<path d="M160 60 L260 240 H60 Z" fill="#fff"/>',
  '<rect x="80" y="80" width="160" height="160" fill="#fff"/>',
  '<path d="M90 80 H230 L90 240 H230" stroke="#fff" stroke-width="36" fill="none"/>',
  '<path d="M100 70 V250 M100 160 L220 70 M100 160 L220 250" stroke="#fff" stroke-width="34" fill="none"/>',
  '<circle cx="110" cy="160" r="60" fill="#fff"/><circle cx="220" cy="160" r="60" fill="#fff"/>',
  '<path d="M160 60 L185 135 H265 L200 180 L225 255 L160 210 L95 255 L120 180 L55 135 H135 Z" fill="#fff"/>',
  '<path d="M60 160 Q 160 20 260 160 Q 160 300 60 160" fill="#fff"/>',
  '<path d="M90 90 V230 M160 90 V230 M230 90 V230" stroke="#fff" stroke-width="32"/>',
  '<path d="M90 100 H230 M90 160 H230 M90 220 H230" stroke="#fff" stroke-width="26"/>',
  '<path d="M230 110 A 80 80 0 1 0 230 210" stroke="#fff" stroke-width="36" fill="none"/>',
  '<path d="M80 230 V90 L160 180 L240 90 V230" stroke="#fff" stroke-width="32" fill="none"/>',
  '<path d="M100 80 H220 M160 80 V250" stroke="#fff" stroke-width="36"/>',
  '<path d="M160 70 C 60 70 60 250 160 250 Z" fill="#fff"/>',
  '<path d="M70 240 L130 100 L190 240 L250 100" stroke="#fff" stroke-width="30" fill="none"/>',
  '<path d="M160 50 L260 160 L160 270 L60 160 Z" fill="none" stroke="#fff" stroke-width="30"/>',
  '<circle cx="160" cy="160" r="36" fill="#fff"/>',
];
const logo = (shape: string, at: number) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="${SIDE}" height="${SIDE}" fill="hsl(${at * 20},60%,30%)"/>${shape}</svg>`,
    ),
  )
    .jpeg({ quality: 92 })
    .toBuffer();

const cut = (share: number, left: number, top: number) => (original: Buffer) => {
  const side = Math.round(SIDE * share);
  const at = (where: number) => Math.round((SIDE - side) * where);
  return sharp(original)
    .extract({ left: at(left), top: at(top), width: side, height: side })
    .jpeg()
    .toBuffer();
};
const framed = (width: number, background: string) => (original: Buffer) =>
  sharp(original)
    .extend({ top: width, bottom: width, left: width, right: width, background })
    .jpeg()
    .toBuffer();
const over = (svg: string) => (original: Buffer) =>
  sharp(original)
    .composite([
      {
        input: Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">${svg}</svg>`,
        ),
      },
    ])
    .jpeg()
    .toBuffer();
const ALTERATIONS: Readonly<Record<string, (original: Buffer) => Promise<Buffer>>> = {
  "110 pixels, quality 40": (original) => sharp(original).resize(110).jpeg({ quality: 40 }).toBuffer(),
  "brighter, more contrast": (original) => sharp(original).linear(1.25, 5).jpeg().toBuffer(),
  "black and white": (original) => sharp(original).greyscale().jpeg().toBuffer(),
  mirrored: (original) => sharp(original).flop().jpeg().toBuffer(),
  "cut around the middle to 85 %": cut(0.85, 0.5, 0.5),
  "cut around the middle to 70 %": cut(0.7, 0.5, 0.5),
  "cut from the upper left to 85 %": cut(0.85, 0, 0),
  "cut from the upper right to 80 %": cut(0.8, 1, 0),
  "cut from below to 80 %": cut(0.8, 0.5, 1),
  "cut off the middle to 75 %": cut(0.75, 0.7, 0.2),
  "mirrored and cut to 80 %": async (original) =>
    cut(0.8, 0.5, 0.5)(await sharp(original).flop().jpeg().toBuffer()),
  "white frame of 6 %": framed(20, "white"),
  "black frame of 12 %": framed(44, "black"),
  "round on white": over(
    `<path fill="white" fill-rule="evenodd" d="M0 0H${SIDE}V${SIDE}H0Z M160 0A160 160 0 1 0 160 320A160 160 0 1 0 160 0Z"/>`,
  ),
  "a line of text over it": over(
    '<rect y="255" width="320" height="45" fill="#000"/><text x="20" y="288" font-size="28" fill="#fff">official backup</text>',
  ),
  "turned by 6 degrees": (original) =>
    sharp(original).rotate(6, { background: "white" }).resize(SIDE, SIDE).jpeg().toBuffer(),
};

const bits = (one: string, other: string) => {
  let count = 0;
  for (let rest = BigInt(`0x${one}`) ^ BigInt(`0x${other}`); rest > 0n; rest >>= 1n)
    count += Number(rest & 1n);
  return count;
};
const isFound = (one: Picture, other: Picture) =>
  (pictureDistance(one, other) ?? Number.POSITIVE_INFINITY) <= FAR_BITS;
const isFoundByOneHash = (one: Picture, other: Picture) => bits(one.phash, other.phash) <= FAR_BITS;

const originals = await Promise.all(Array.from({ length: PHOTOS }, (_, at) => photo(at + 1)));
const known: Picture[] = [];
for (const original of originals) known.push(await readPicture(original));
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
const sum = { found: 0, byOne: 0, alarms: 0, alarmsByOne: 0, pairs: 0, all: 0 };
console.log("| alteration | found | baseline |\n|---|---:|---:|");
for (const [what, alter] of Object.entries(ALTERATIONS)) {
  let [found, byOne] = [0, 0];
  for (const [at, original] of originals.entries()) {
    const altered = await readPicture(await alter(original));
    if (isFound(known[at] as Picture, altered)) found++;
    if (isFoundByOneHash(known[at] as Picture, altered)) byOne++;
    for (const [other, picture] of known.entries()) {
      if (other === at) continue;
      sum.pairs++;
      if (isFound(picture, altered)) sum.alarms++;
      if (isFoundByOneHash(picture, altered)) sum.alarmsByOne++;
    }
  }
  sum.found += found;
  sum.byOne += byOne;
  sum.all += originals.length;
  console.log(`| ${what} | ${percent(found, originals.length)} | ${percent(byOne, originals.length)} |`);
}
console.log(`| all ${sum.all} | ${percent(sum.found, sum.all)} | ${percent(sum.byOne, sum.all)} |`);
console.log(
  `| false alarms among ${sum.pairs} pairs of different pictures | ${sum.alarms} | ${sum.alarmsByOne} |`,
);

const logos: Picture[] = [];
for (const [at, shape] of LOGOS.entries()) logos.push(await readPicture(await logo(shape, at)));
const compared = logos.filter(({ mark }) => mark === null).length;
let again = 0;
for (const [at, shape] of LOGOS.entries()) {
  const small = await readPicture(
    await sharp(await logo(shape, at))
      .resize(150)
      .jpeg({ quality: 60 })
      .toBuffer(),
  );
  if (isFound(logos[at] as Picture, small)) again++;
}
const mixed = logos.flatMap((one, at) => logos.slice(at + 1).filter((other) => isFound(one, other))).length;
console.log(
  `\nlogos in two colours: ${compared} of ${LOGOS.length} can be compared, ${again} found again at 150 pixels, ${mixed} of ${(LOGOS.length * (LOGOS.length - 1)) / 2} pairs mixed up`,
);
