#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";

// Runs on any Node.js, to tell those on an old one what to do instead of failing on syntax.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  console.error(`igminer needs Node.js 20.18 or newer; this is ${process.versions.node}.`);
  console.error("Install a newer one: https://nodejs.org/en/download");
  process.exit(2);
}
// V8 lets a heap of short-lived answers grow to four times what is alive before it collects: a long batch would hold twice
// the memory of a short one (bench/mine-new). Twofold costs no time that could be measured.
setFlagsFromString("--heap-growing-percent=100");
// V8 would optimise most of the embedded PostgreSQL while it starts: 1.9 s of processor time for a command that asks one
// thing, 0.9 s so. What is called often is optimised all the same (20,000 names seeded: 2.5 s, then 1.9 s).
setFlagsFromString("--wasm-tiering-budget=50000000");
try {
  await import("../dist/cli.js");
} catch (error) {
  if (error.code !== "ERR_MODULE_NOT_FOUND" || !String(error.message).includes("dist/cli.js")) throw error;
  console.error("igminer is not built yet.");
  console.error("Run: npm install && npm run build");
  process.exit(2);
}
