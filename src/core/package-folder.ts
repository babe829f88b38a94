import { existsSync } from "node:fs";

/** Of igminer's package, where its migrations lie and what the build has written: the same from source and from a bundle. */
export const PACKAGE_FOLDER = folderAbove(new URL(".", import.meta.url));

function folderAbove(folder: URL): URL {
  return existsSync(new URL("package.json", folder)) ? folder : folderAbove(new URL("..", folder));
}
