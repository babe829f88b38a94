#!/usr/bin/env node
import module from "node:module";

// Runs on any Node.js, to tell those on an old one what to do instead of failing on syntax.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  console.error(`igminer needs Node.js 20.18 or newer; this is ${process.versions.node}.`);
  console.error("Install a newer one: https://nodejs.org/en/download");
  process.exit(2);
}
// Node.js 22 keeps what it has compiled. The cache holds for the flags of V8 that it was made with: none is set before the
// modules of an idle command are loaded (cli/store.ts, core/db/embedded.ts).
module.enableCompileCache?.();
try {
  await import("../dist/cli.js");
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND" || !String(error.message).includes("dist/cli.js")) throw error;
  console.error("igminer is not built yet.");
  console.error("Run: npm install && npm run build");
  process.exit(2);
}
