import { homedir } from "node:os";
import { join } from "node:path";
import { EXIT, Failure, messageOf } from "../failure.js";

const OTHER_WAY =
  "Install Chrome or Chromium with your system's packages, and set PUPPETEER_EXECUTABLE_PATH to it where it is not found.";

/**
 * Fetches the Chrome that this puppeteer was made for into puppeteer's cache, where `findBrowser` looks; one that is there is not
 * fetched again.
 * @param cacheDir null: where puppeteer puts its browsers. @param baseUrl where it is fetched; null: Google's own place.
 * @returns the program and its version.
 * @throws Failure (exit 1) when there is none for this platform, or it cannot be fetched.
 */
export async function installBrowser(
  { cacheDir, downloadUrl }: { cacheDir: string | null; downloadUrl: string | null },
  onProgress: (doneBytes: number, allBytes: number) => void,
): Promise<{ path: string; version: string }> {
  const { Browser, install } = await import("@puppeteer/browsers");
  // Exported, and missing in its types.
  const puppeteer = (await import("puppeteer-core")) as unknown as {
    PUPPETEER_REVISIONS: { chrome: string };
  };
  const version = puppeteer.PUPPETEER_REVISIONS.chrome;
  try {
    const { executablePath } = await install({
      browser: Browser.CHROME,
      buildId: version,
      cacheDir: cacheDir ?? join(homedir(), ".cache", "puppeteer"),
      downloadProgressCallback: onProgress,
      ...(downloadUrl !== null && { baseUrl: downloadUrl }),
    });
    return { path: executablePath, version };
  } catch (error) {
    throw new Failure(
      EXIT.failed,
      `Chrome ${version} could not be fetched: ${messageOf(error)}`,
      OTHER_WAY,
      error,
    );
  }
}
