// Writes the manual page and the shell completions to share/, where package managers and shells look for them.
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const FILES = [
  ["man/man1/igminer.1", "man"],
  ["bash-completion/completions/igminer", "completion", "bash"],
  ["zsh/site-functions/_igminer", "completion", "zsh"],
  ["fish/vendor_completions.d/igminer.fish", "completion", "fish"],
];

await Promise.all(
  FILES.map(async ([file, ...args]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [`${root}bin/igminer.js`, ...args], {
      maxBuffer: 10_000_000,
    });
    const path = `${root}share/${file}`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, stdout);
    chmodSync(path, 0o644);
  }),
);
