import { mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrowser } from "../../src/core/browser/find-browser.js";
import { Failure } from "../../src/core/failure.js";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/igminer-chromium", import.meta.url));
/** Uses the libraries included in the package for machines that have none, so that all machines use the same ones. */
const WRAPPER = `#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH="$here/al2023/lib" exec "$here/chromium" "$@"
`;

/** @returns a browser to test with: an installed one, else the one from `@sparticuz/chromium`, unpacked once. */
export async function chromiumPath(): Promise<string> {
  try {
    return await findBrowser({
      executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? null,
      cacheDir: process.env.PUPPETEER_CACHE_DIR ?? null,
    });
  } catch (error) {
    if (!(error instanceof Failure) || process.platform !== "linux" || process.arch !== "x64") throw error;
    return unpacked();
  }
}

async function unpacked(): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(packageFolder(), "package.json")) as {
    version: string;
  };
  const folder = join(CACHE, version);
  const executable = join(folder, "igminer-chromium");
  if (await isThere(executable)) return executable;
  await mkdir(CACHE, { recursive: true });
  // Unpacked in a temporary place and then renamed, because other test files may be doing the same.
  const temporary = await mkdtemp(join(CACHE, "unpacking-"));
  await unpackInto(temporary);
  await writeFile(join(temporary, "igminer-chromium"), WRAPPER, { mode: 0o755 });
  try {
    await rename(temporary, folder);
  } catch {
    await rm(temporary, { recursive: true, force: true });
  }
  return executable;
}

/** The package unpacks into the temporary folder, and unpacks its libraries only on (what it takes for) Amazon Linux. */
async function unpackInto(folder: string): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" });
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    await chromium.executablePath();
  } finally {
    for (const name of ["TMPDIR", "AWS_EXECUTION_ENV", "FONTCONFIG_PATH", "LD_LIBRARY_PATH"]) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

function packageFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..", "..");
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
