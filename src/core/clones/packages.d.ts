// The package is CommonJS whose declarations say "export default", which TypeScript does not take from an ES module.

declare module "sharp-phash" {
  /** The perceptual hash of an encoded picture: 64 characters, 0 or 1. */
  export default function phash(picture: Uint8Array): Promise<string>;
}
