// Installs and builds what is missing or out of date, so that `npm start` and `npm test` work on a fresh clone.
import { execSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
// When called from "npm install --global .", npm must not mistake the clone's own packages for global ones.
const { npm_config_global: _, npm_config_prefix: __, ...environment } = process.env;
const run = (command) => execSync(command, { cwd: root, stdio: ["ignore", 2, 2], env: environment });
const timeOf = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);
const newestUnder = (folder) =>
  Math.max(...readdirSync(join(root, folder), { recursive: true }).map((file) => timeOf(join(folder, file))));

// npm writes this file last, when an installation is complete.
if (timeOf("node_modules/.package-lock.json") < timeOf("package-lock.json")) {
  console.error("Installing packages …");
  run("npm ci");
}
const builtAt = Math.min(timeOf("dist/commands/manifest.json"), timeOf("share/man/man1/igminer.1"));
if (builtAt < Math.max(newestUnder("src"), newestUnder("sql"), timeOf("scripts/build.js"))) {
  console.error("Building …");
  run("npm run --silent build");
}
