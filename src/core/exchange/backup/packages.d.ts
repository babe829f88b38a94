// What igminer uses of the package, which brings no declarations of its own.

declare module "tar-fs" {
  import type { Readable, Writable } from "node:stream";

  export interface PackOptions {
    entries: string[];
    /** An archive that is to be carried on. */
    pack?: Readable;
    /** false: `finish` carries it on. */
    finalize?: boolean;
    finish?(pack: Readable): void;
  }

  /** A tar archive of these entries of a folder. */
  export function pack(folder: string, options: PackOptions): Readable;

  /** Unpacks a tar archive into a folder, never outside it. `ignore` is told where an entry would lie, and what it is. */
  export function extract(
    folder: string,
    options: { chown: boolean; ignore(path: string, header: { type: string; name: string }): boolean },
  ): Writable;
}
