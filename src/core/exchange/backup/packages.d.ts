// The parts of a package that igminer uses; it has no type declarations of its own.

declare module "tar-fs" {
  import type { Readable, Writable } from "node:stream";

  export interface PackOptions {
    entries: string[];
    /** An archive to append to. */
    pack?: Readable;
    /** false if more is appended before `finish` ends it. */
    finalize?: boolean;
    finish?(pack: Readable): void;
  }

  /** A tar archive of these entries of a folder. */
  export function pack(folder: string, options: PackOptions): Readable;

  /** Unpacks a tar archive into a folder, never outside it. `ignore` is called with the path and header of each entry. */
  export function extract(
    folder: string,
    options: { chown: boolean; ignore(path: string, header: { type: string; name: string }): boolean },
  ): Writable;
}
