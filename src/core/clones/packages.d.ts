// Both packages are CommonJS whose declarations say "export default", which TypeScript does not take from an ES module.

declare module "decancer" {
  /** Turns confusable letters, styles and accents into plain lower-case text. */
  export default function decancer(text: string): { toString(): string };
}

declare module "sharp-phash" {
  /** The perceptual hash of an encoded picture: 64 characters, 0 or 1. */
  export default function phash(picture: Uint8Array): Promise<string>;
}
