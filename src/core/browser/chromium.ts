import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Browser } from "puppeteer-core";
import { EXIT, Failure, messageOf } from "../failure.js";
import { SourceError } from "../source-error.js";
import { makeProfileFolder, type ProfileFolder } from "./profile-folder.js";

/** A running browser. */
export interface Chromium {
  browser: Browser;
  /** Ends all its processes and removes its folder, whatever state it is in. */
  close(): Promise<void>;
}

const START_WITHIN_MS = 30_000;
/** A browser that does not answer for this long hangs as a whole; pages have their own time limit. */
const ANSWER_WITHIN_MS = 60_000;
const CLOSE_WITHIN_MS = 5_000;
/**
 * Environment variables that are kept from a program that shows untrusted pages: settings and secrets, and proxies, which are
 * set per page.
 */
const NOT_FOR_BROWSERS = /^IGMINER_|KEY|TOKEN|SECRET|PASSWORD|^DATABASE_URL$|_proxy$/i;

/** In addition to puppeteer's own: the browser makes no requests but those of the pages. */
const FLAGS = [
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-field-trial-config",
  "--no-default-browser-check",
  "--no-pings",
  "--disable-features=CertificateTransparencyComponentUpdater,OptimizationGuideModelDownloading,AutofillServerCommunication,InterestFeedContentSuggestions,MediaRouter",
  "--lang=en-US",
  // As root, Chromium does not start with its sandbox.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/**
 * Starts a browser with a fresh profile, without an account and without telemetry. It is controlled through a pipe, not a
 * port: no other process can use it, and it ends with this process, however that dies.
 * @param root see `browsersFolder`.
 * @throws Failure (exit 2) if it cannot start on this machine, SourceError "transient" if starting takes too long.
 */
export async function startChromium(executablePath: string, root: string): Promise<Chromium> {
  const folder = await makeProfileFolder(root);
  const environment = environmentFor(folder);
  try {
    // Loaded only when needed, since loading takes longer than many commands.
    const { launch } = await import("puppeteer-core");
    const browser = await launch({
      executablePath,
      userDataDir: folder.profile,
      pipe: true,
      timeout: START_WITHIN_MS,
      protocolTimeout: ANSWER_WITHIN_MS,
      // The run handles signals: it lets pages finish.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      env: environment,
      args: [...FLAGS],
    });
    const pid = browser.process()?.pid;
    if (pid !== undefined) await folder.noteBrowser(pid);
    return {
      browser,
      async close() {
        await Promise.race([
          browser.close().catch(() => {}),
          sleep(CLOSE_WITHIN_MS, undefined, { ref: false }),
        ]);
        browser.process()?.kill("SIGKILL");
        await folder.remove();
      },
    };
  } catch (error) {
    const failure = await whyNotStarted(error, executablePath, folder, environment);
    await folder.remove();
    throw failure;
  }
}

function environmentFor({ temporary }: ProfileFolder): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !NOT_FOR_BROWSERS.test(name));
  return { ...Object.fromEntries(kept), TMPDIR: temporary };
}

async function whyNotStarted(
  error: unknown,
  executablePath: string,
  folder: ProfileFolder,
  environment: NodeJS.ProcessEnv,
): Promise<Error> {
  if (error instanceof Error && error.name === "TimeoutError") {
    return new SourceError(
      "transient",
      `browser: ${executablePath} did not start within ${START_WITHIN_MS / 1_000} s`,
      {},
      error,
    );
  }
  const words = (await lastWords(executablePath, folder, environment)) ?? messageOf(error);
  return new Failure(
    EXIT.usage,
    `The browser does not start: ${words}`,
    `Its path is ${executablePath}. docs/sources.md, "When Chromium does not start", lists what may be missing.`,
    error,
  );
}

/** Starts a browser that failed to start once more, to get its error output, which puppeteer does not pass on. */
async function lastWords(
  executablePath: string,
  { profile }: ProfileFolder,
  environment: NodeJS.ProcessEnv,
): Promise<string | null> {
  const args = [...FLAGS, "--headless=new", `--user-data-dir=${profile}`, "--dump-dom", "about:blank"];
  try {
    await promisify(execFile)(executablePath, args, { env: environment, timeout: START_WITHIN_MS });
    return null;
  } catch (error) {
    const lines = String((error as { stderr?: string }).stderr || messageOf(error)).split("\n");
    const telling = lines.find((line) => /error while loading|sandbox|fatal|denied/i.test(line));
    return (telling ?? lines.find((line) => line.trim() !== "") ?? "it printed nothing").trim();
  }
}
