// Bundles each command with the code it shares with the others, so that it starts in half the time of loading its 700
// modules.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, relative } from "node:path";
import { build } from "esbuild";
import { knownMigrations } from "../src/core/db/known-migrations.js";

/** Packages that every command loads. The others are not bundled: they have files of their own, or are rarely loaded. */
const BUNDLED = [
  "cockatiel",
  "commander",
  "consola/core",
  "env-paths",
  "fastest-levenshtein",
  "kysely",
  "lossless-json",
  "pg",
  "pgpass",
  "tldts",
  "undici",
  "zod",
];

const onlyBundled = {
  name: "only-bundled",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, importer }) => {
      const isBundled = BUNDLED.includes(path) || importer.includes("/node_modules/");
      return isBundled ? undefined : { path, external: true };
    });
  },
};

/** Modules of Node.js that packages require at once and rarely use; they are loaded with their first use. */
const LATE = new Set(["node:child_process", "dns"]);

/**
 * Takes Node.js's own modules from `process.getBuiltinModule`. An import of one makes Node.js read all of its properties,
 * which loads what these stand for: with `node:fs` its streams and watchers, with `node:process` its reports.
 */
const builtins = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z:/_0-9]+$/ }, ({ path, kind }) => {
      if (!isBuiltin(path) || kind === "dynamic-import") return undefined;
      return { path, namespace: kind === "require-call" ? "builtin-required" : "builtin-imported" };
    });
    const namesIn = (path) =>
      Object.keys(process.getBuiltinModule(path)).filter((name) => name !== "default");
    const found = (path) => `process.getBuiltinModule(${JSON.stringify(path)})`;
    onLoad({ filter: /.*/, namespace: "builtin-required" }, ({ path }) => ({
      contents: LATE.has(path)
        ? `for (const name of ${JSON.stringify(namesIn(path))})
            Object.defineProperty(exports, name, { get: () => ${found(path)}[name] });`
        : `module.exports = ${found(path)};`,
    }));
    // What nobody imports is not read: esbuild leaves out unused values that are marked as pure.
    onLoad({ filter: /.*/, namespace: "builtin-imported" }, ({ path }) => ({
      contents: [
        `const builtin = ${found(path)};`,
        "export default builtin;",
        ...namesIn(path)
          .filter((name) => /^[a-z_$][\w$]*$/i.test(name))
          .map((name) => `export const ${name} = /* @__PURE__ */ (() => builtin.${name})();`),
      ].join("\n"),
    }));
  },
};

/** Modules that a scheduled command loads before it knows whether there is anything to do. */
const COMMON = [
  "src/cli/program.ts",
  "src/cli/batch-command.ts",
  "src/cli/sweep-command.ts",
  "src/cli/source-tools.ts",
  "src/core/db/connection-options.ts",
  "src/core/db/postgres.ts",
  "src/core/mining/claim-frontier.ts",
  "src/core/mining/mining-batch.ts",
];

/**
 * Puts these modules, with all their imports, into one file. By default esbuild makes a chunk for each set of entry
 * points that share a module, some seventy per command, and Node.js takes longer to find and link those than to compile
 * them. With this, each entry point imports the common modules, so the set is the same for all of them.
 * @param entries the entry points of a build: commands, and modules loaded by `import()`.
 */
function commonChunk(entries) {
  const importing = COMMON.map((path) => `import ${JSON.stringify(`./${path}`)};`).join("");
  return {
    name: "common-chunk",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^igminer:common$/ }, () => ({ path: "common", namespace: "igminer" }));
      onLoad({ filter: /.*/, namespace: "igminer" }, () => ({
        contents: importing,
        resolveDir: process.cwd(),
      }));
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        entries.has(relative(process.cwd(), path).replaceAll("\\", "/"))
          ? { contents: `import "igminer:common";${readFileSync(path, "utf8")}`, loader: "ts" }
          : undefined,
      );
    },
  };
}

/** Entry points that must start with less: help and completion, and a thread that reads mail. */
const APART = ["src/cli.ts", "src/core/outreach/gmail/mail-thread.ts"];

/** @type {import("esbuild").BuildOptions} */
const options = {
  entryPoints: ["src/cli.ts", "src/commands/*.ts", "src/core/outreach/gmail/mail-thread.ts"],
  outbase: "src",
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.18",
  sourcemap: true,
  // Smaller files load faster; names are kept for the stacks in the error log.
  minifyWhitespace: true,
  minifySyntax: true,
  // Globals that CommonJS packages use.
  banner: {
    js: 'import { createRequire as requireOf } from "node:module"; const require = requireOf(import.meta.url);',
  },
  // As in Node.js 21 and later. Without it pg creates a Response to detect its platform, and Node.js loads all of fetch
  // for that.
  define: {
    navigator: '{"userAgent":"Node.js"}',
    MIGRATIONS_OF_BUILD: JSON.stringify(await knownMigrations()),
  },
  external: ["pg-native"],
  metafile: true,
  logLevel: "warning",
};

const { outputs } = (await build({ ...options, write: false, plugins: [builtins, onlyBundled] })).metafile;
const entries = new Set(Object.values(outputs).flatMap(({ entryPoint = [] }) => entryPoint));
for (const apart of APART) entries.delete(apart);
const { metafile } = await build({ ...options, plugins: [commonChunk(entries), builtins, onlyBundled] });

// Files of an earlier build are only removed now, so that a command that starts meanwhile finds the old ones or the new
// ones.
const written = new Set(Object.keys(metafile.outputs));
for (const file of readdirSync("dist", { recursive: true })) {
  const path = join("dist", file).replaceAll("\\", "/");
  if (/\.js(\.map)?$/.test(path) && !written.has(path)) rmSync(path);
}
