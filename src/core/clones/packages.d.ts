// The package is CommonJS with declarations that say "export default", which TypeScript does not accept from an ES module.

declare module "sharp-phash" {
  /** The perceptual hash of an encoded picture: 64 characters, each 0 or 1. */
  export default function phash(picture: Uint8Array): Promise<string>;
}
