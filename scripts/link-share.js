// "npm install --global ." in a clone links the program and the manual page. This adds the completions beside them,
// where the shells of that prefix look for them. If a folder cannot be written, only these are missing; the
// installation succeeds.
import { lstatSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Always set, unlike npm_config_prefix, which is missing if the prefix comes from NPM_CONFIG_PREFIX.
const { npm_config_global: isGlobal, npm_config_global_prefix: prefix } = process.env;
const share = fileURLToPath(new URL("../share", import.meta.url));
const FILES = [
  "bash-completion/completions/igminer",
  "zsh/site-functions/_igminer",
  "fish/vendor_completions.d/igminer.fish",
];

if (isGlobal === "true" && prefix && process.platform !== "win32") {
  for (const file of FILES) {
    const path = join(prefix, "share", file);
    try {
      // A file placed there by the user stays; a link of an earlier installation is replaced.
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(path);
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(join(share, file), path);
    } catch (error) {
      if (error.code !== "EEXIST") console.error(`igminer: ${path} could not be linked: ${error.message}`);
    }
  }
}
