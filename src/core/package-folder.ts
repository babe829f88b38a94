import { existsSync } from "node:fs";

/**
 * The root folder of igminer's package, which holds the migrations and the build output; correct both from source and in a
 * bundle.
 */
export const PACKAGE_FOLDER = folderAbove(new URL(".", import.meta.url));

function folderAbove(folder: URL): URL {
  return existsSync(new URL("package.json", folder)) ? folder : folderAbove(new URL("..", folder));
}
