import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { type Picture, pictureDistance, readPicture } from "../../src/core/clones/picture.js";
import { linkEndsAtMs, markOfLink, pictureKey, pictureLink } from "../../src/core/clones/picture-links.js";

/** A rough portrait: a head, shoulders, a background with a gradient. */
function portrait(hue: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320">
    <defs><linearGradient id="g" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue},60%,75%)"/><stop offset="1" stop-color="hsl(${hue + 90},70%,25%)"/></linearGradient></defs>
    <rect width="320" height="320" fill="url(#g)"/><circle cx="${130 + (hue % 70)}" cy="120" r="${50 + (hue % 30)}" fill="hsl(30,50%,70%)"/>
    <path d="M60 320 Q 160 ${180 + (hue % 40)} 280 320 Z" fill="hsl(${hue + 180},50%,35%)"/><rect x="20" y="30" width="40" height="90" fill="white"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer();
}

const read = async (bytes: Promise<Buffer> | Buffer): Promise<Picture> => readPicture(await bytes);

describe("a picture", () => {
  test.each<[string, (original: Buffer) => Promise<Buffer>]>([
    ["copied", async (original) => original],
    ["compressed hard", (original) => sharp(original).jpeg({ quality: 25 }).toBuffer()],
    ["made small", (original) => sharp(original).resize(110).webp({ quality: 60 }).toBuffer()],
    ["mirrored", (original) => sharp(original).flop().jpeg().toBuffer()],
    ["made brighter", (original) => sharp(original).modulate({ brightness: 1.15 }).jpeg().toBuffer()],
    [
      "cut to its middle",
      (original) => sharp(original).extract({ left: 22, top: 20, width: 276, height: 278 }).png().toBuffer(),
    ],
    [
      "cut from a corner",
      (original) => sharp(original).extract({ left: 0, top: 0, width: 262, height: 262 }).jpeg().toBuffer(),
    ],
    [
      "framed",
      (original) =>
        sharp(original)
          .extend({ top: 25, bottom: 25, left: 25, right: 25, background: "#fff" })
          .jpeg()
          .toBuffer(),
    ],
    [
      "made round on white",
      (original) =>
        sharp(original)
          .composite([
            {
              input: Buffer.from(
                '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320"><path fill="#fff" fill-rule="evenodd" d="M0 0H320V320H0Z M160 0A160 160 0 1 0 160 320A160 160 0 1 0 160 0Z"/></svg>',
              ),
            },
          ])
          .jpeg()
          .toBuffer(),
    ],
    [
      "written over at the foot",
      (original) =>
        sharp(original)
          .composite([
            {
              input: Buffer.from(
                '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="320"><rect y="270" width="320" height="50"/></svg>',
              ),
            },
          ])
          .jpeg()
          .toBuffer(),
    ],
  ])("that was %s is known again", async (_what, change) => {
    const original = await portrait(200);
    expect(pictureDistance(await read(original), await read(change(original)))).toBeLessThanOrEqual(8);
  });

  test("of somebody else is another one", async () => {
    const [one, other] = [
      await read(portrait(10)),
      await read(
        sharp(await portrait(300))
          .rotate(90)
          .jpeg()
          .toBuffer(),
      ),
    ];
    expect(pictureDistance(one, other)).toBeGreaterThan(10);
  });

  test("is kept as a JPEG without anything but its pixels, under the hash of what is kept", async () => {
    const tagged = await sharp(await portrait(50))
      .withExif({ IFD0: { Copyright: "secret place" } })
      .png()
      .toBuffer();
    const { bytes, sha256, quality, mark } = await read(tagged);
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(bytes.includes("secret place")).toBe(false);
    expect((await read(tagged)).sha256).toBe(sha256);
    expect(mark).toBeNull();
    expect(quality).toBeGreaterThan(50);
  });

  test("of one colour is marked, and says nothing of another of one colour", async () => {
    const flat = (background: string) =>
      read(
        sharp({ create: { width: 150, height: 150, channels: 3, background } })
          .png()
          .toBuffer(),
      );
    const [red, blue] = [await flat("red"), await flat("blue")];
    expect(red.mark).toBe("flat");
    expect(pictureDistance(red, blue)).toBeNull();
  });

  test.each<[string, () => Promise<Buffer>]>([
    ["a page", async () => Buffer.from("<html>not a picture</html>")],
    ["an SVG", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ["a broken JPEG", async () => (await portrait(5)).subarray(0, 900)],
    [
      "too many pixels",
      () =>
        sharp({ create: { width: 5_000, height: 4_000, channels: 3, background: "red" } })
          .png()
          .toBuffer(),
    ],
    ["nothing", async () => Buffer.alloc(0)],
  ])("that is %s is refused as a bad answer", async (_what, bytes) => {
    await expect(read(bytes())).rejects.toMatchObject({ kind: "bad_response" });
  });
});

describe("the link of a picture", () => {
  const CONFIGURED = ["http://127.0.0.1:8780"];

  test.each([
    "https://scontent-fra3-1.cdninstagram.com/v/t51.2885-19/1_n.jpg?oe=6612ABCD",
    "https://instagram.fber1-1.fna.fbcdn.net/v/1_n.jpg",
    "http://127.0.0.1:8780/pictures/1.png?size=150",
  ])("is followed to %s", (link) => {
    expect(pictureLink(link, CONFIGURED)?.href).toBe(link);
  });

  test.each([
    "http://scontent.cdninstagram.com/1.jpg",
    "https://cdninstagram.com.evil.example/1.jpg",
    "https://evilcdninstagram.com/1.jpg",
    "https://user@scontent.cdninstagram.com/1.jpg",
    "https://scontent.cdninstagram.com:8443/1.jpg",
    "http://127.0.0.1:8781/1.png",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "not a link",
  ])("is not followed to %s", (link) => {
    expect(pictureLink(link, CONFIGURED)).toBeNull();
  });

  test("tells when it ends, what stays of it, and that it is Instagram's stand-in", () => {
    const link = new URL(
      "https://scontent.cdninstagram.com/v/44884218_345707102882519_2446069589734326272_n.jpg?oe=6612ABCD&oh=1",
    );
    expect(linkEndsAtMs(link)).toBe(0x6612abcd * 1_000);
    expect(linkEndsAtMs(new URL("https://scontent.cdninstagram.com/1.jpg"))).toBeNull();
    expect(pictureKey(link)).toBe(pictureKey(new URL(`${link.origin}${link.pathname}?oe=77777777&oh=2`)));
    expect(markOfLink(link)).toBe("default");
  });
});

describe("a logo in two colours", () => {
  const drawn = (shape: string, side: number) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400" fill="#fff"/>${shape}</svg>`,
      ),
    )
      .resize(side, side)
      .jpeg()
      .toBuffer();
  const CROSS = '<path d="M180 60 H220 V180 H340 V220 H220 V340 H180 V220 H60 V180 H180 Z" fill="#1b3a6b"/>';
  const HALF = '<path d="M60 60 H340 L60 340 Z" fill="#1b3a6b"/>';

  test("is compared by its shape: like its smaller copy, unlike another", async () => {
    const [cross, copy, half] = await Promise.all(
      [drawn(CROSS, 320), drawn(CROSS, 150), drawn(HALF, 320)].map(async (bytes) => readPicture(await bytes)),
    );
    expect([cross?.mark, copy?.mark, half?.mark]).toEqual([null, null, null]);
    expect(pictureDistance(cross ?? null, copy ?? null)).toBeLessThanOrEqual(5);
    expect(pictureDistance(cross ?? null, half ?? null)).toBeGreaterThan(10);
  });

  const STRIPES =
    '<rect width="400" height="130" fill="#0a5"/><rect y="270" width="400" height="130" fill="#0a5"/>';
  const PLAIN: readonly (readonly [string, string])[] = [
    ["three stripes", STRIPES],
    ["a half", '<rect width="200" height="400" fill="#111"/>'],
    ["a diagonal half", '<path d="M0 0 L400 400 H0 Z" fill="#111"/>'],
    ["a dot", '<circle cx="200" cy="200" r="26" fill="#222"/>'],
    ["a band", '<rect y="140" width="400" height="125" fill="#a22"/>'],
  ];
  test.each(PLAIN)("is found again even if it has no low frequencies: %s", async (name, shape) => {
    const picture = await readPicture(await drawn(shape, 320));
    for (const side of [110, 150, 200])
      expect(pictureDistance(picture, await readPicture(await drawn(shape, side)))).toBeLessThanOrEqual(5);
    for (const [, another] of PLAIN.filter(([other]) => other !== name))
      expect(pictureDistance(picture, await readPicture(await drawn(another, 320)))).toBeGreaterThan(10);
  });

  test("is compared with a portrait, and with one hashed by an earlier igminer, by their hashes", async () => {
    const stripes = await readPicture(await drawn(STRIPES, 320));
    const person = await read(portrait(20));
    expect(pictureDistance(stripes, person)).toBeGreaterThan(10);
    expect(pictureDistance(stripes, { ...stripes, variants: person.variants })).toBe(0);
  });

  test("is not one without a mark on it: a plain ground is flat", async () => {
    expect((await readPicture(await drawn("", 320))).mark).toBe("flat");
  });
});
