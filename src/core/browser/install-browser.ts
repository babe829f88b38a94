import { homedir } from "node:os";
import { join } from "node:path";
import { EXIT, Failure, messageOf } from "../failure.js";

const OTHER_WAY =
  "Install Chrome or Chromium with your system's packages, and set PUPPETEER_EXECUTABLE_PATH to it where it is not found.";

/**
 * Downloads the version of Chrome that this puppeteer is made for into puppeteer's cache, where `findBrowser` looks. A
 * version that is already there is not downloaded again.
 * @param cacheDir null: puppeteer's default.
 * @param baseUrl where to download from; null: Google's servers.
 * @returns the path of the program, and its version.
 * @throws Failure (exit 1) if there is none for this platform, or the download fails.
 */
export async function installBrowser(
  { cacheDir, downloadUrl }: { cacheDir: string | null; downloadUrl: string | null },
  onProgress: (doneBytes: number, allBytes: number) => void,
): Promise<{ path: string; version: string }> {
  const { Browser, install } = await import("@puppeteer/browsers");
  // Exported by the package, but missing in its types.
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
