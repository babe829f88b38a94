import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { EXIT, Failure, NotSetUp } from "../failure.js";

/** Where to look for a browser; the first one found is used. */
export interface BrowserPlaces {
  /** `PUPPETEER_EXECUTABLE_PATH`: only this one is used. */
  executablePath: string | null;
  /** `PUPPETEER_CACHE_DIR`, or null for puppeteer's default. */
  cacheDir: string | null;
  /** Folders as in `PATH`, which is the default. */
  searchPath?: string;
}

const NAMES = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "chrome"];
/** Puppeteer's own browsers, best first. */
const KINDS = ["chrome", "chrome-headless-shell", "chromium"];
const INSTALL =
  "Install one: igminer browser install   (or set PUPPETEER_EXECUTABLE_PATH to a Chrome or Chromium)";

/**
 * Finds a Chrome or Chromium: the one that is set, otherwise the newest in puppeteer's cache, otherwise one on the PATH,
 * otherwise Chrome where its installer puts it.
 * @throws Failure (exit 2) with the command that installs one.
 */
export async function findBrowser({
  executablePath,
  cacheDir,
  searchPath = process.env.PATH ?? "",
}: BrowserPlaces): Promise<string> {
  if (executablePath !== null) {
    if (await isExecutable(executablePath)) return executablePath;
    throw new Failure(
      EXIT.usage,
      `PUPPETEER_EXECUTABLE_PATH: ${executablePath} is not a program that can be run.`,
      INSTALL,
    );
  }
  const candidates = [
    ...(await inCache(cacheDir ?? join(homedir(), ".cache", "puppeteer"))),
    ...searchPath
      .split(delimiter)
      .filter((folder) => folder !== "")
      .flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...(await whereChromeIsInstalled()),
  ];
  for (const candidate of candidates) if (await isExecutable(candidate)) return candidate;
  throw new NotSetUp("The source browser needs Chrome or Chromium, and none was found.", INSTALL);
}

async function inCache(cacheDir: string): Promise<string[]> {
  const { getInstalledBrowsers } = await import("@puppeteer/browsers");
  const installed = (await getInstalledBrowsers({ cacheDir })).filter(({ browser }) =>
    KINDS.includes(browser),
  );
  return installed
    .sort(
      (a, b) =>
        KINDS.indexOf(a.browser) - KINDS.indexOf(b.browser) ||
        b.buildId.localeCompare(a.buildId, "en", { numeric: true }),
    )
    .map(({ executablePath }) => executablePath);
}

async function whereChromeIsInstalled(): Promise<string[]> {
  const { Browser, ChromeReleaseChannel, computeSystemExecutablePath } = await import("@puppeteer/browsers");
  try {
    return [computeSystemExecutablePath({ browser: Browser.CHROME, channel: ChromeReleaseChannel.STABLE })];
  } catch {
    // Throws if there is none, and on systems for which Chrome does not exist.
    return [];
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
