// Installs and builds what is missing or out of date, so that `npm start` and `npm test` work on a fresh clone.
import { execSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (command) => execSync(command, { cwd: root, stdio: ["ignore", 2, 2] });
const timeOf = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);
const newestUnder = (folder) =>
  Math.max(...readdirSync(join(root, folder), { recursive: true }).map((file) => timeOf(join(folder, file))));

// npm writes this file last, when an installation is complete.
if (timeOf("node_modules/.package-lock.json") < timeOf("package-lock.json")) {
  console.error("Installing packages …");
  run("npm ci");
}
if (timeOf("dist/commands/manifest.json") < Math.max(newestUnder("src"), timeOf("scripts/build.js"))) {
  console.error("Building …");
  run("npm run --silent build");
}
