import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "puppeteer-core";
import { EXIT, Failure, messageOf } from "../failure.js";
import { SourceError } from "../net/errors.js";
import { makeProfileFolder, type ProfileFolder } from "./profile-folder.js";

export interface Chromium {
  browser: Browser;
  /** Ends every process of it and removes its folder, whatever state it is in. */
  close(): Promise<void>;
}

const START_WITHIN_MS = 30_000;
const CLOSE_WITHIN_MS = 5_000;
/** What a program that shows strangers' pages has no use for: settings and secrets; and proxies, which are set by page. */
const NOT_FOR_BROWSERS = /^IGMINER_|KEY|TOKEN|SECRET|PASSWORD|^DATABASE_URL$|_proxy$/i;

/** Besides puppeteer's own: nothing is asked but what the pages ask. */
const QUIET_FLAGS = [
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-field-trial-config",
  "--no-default-browser-check",
  "--no-pings",
  "--disable-features=CertificateTransparencyComponentUpdater,OptimizationGuideModelDownloading,AutofillServerCommunication,InterestFeedContentSuggestions,MediaRouter",
];

/**
 * Starts a browser of our own: a fresh profile, no account, nothing sent home. It is spoken to through a pipe, not a port:
 * nobody else can, and it ends by itself when this process is gone, however that ended.
 * @param root see `browsersFolder`.
 * @throws Failure (exit 2) where it cannot start on this machine, SourceError "transient" where it takes too long.
 */
export async function startChromium(executablePath: string, root: string): Promise<Chromium> {
  const folder = await makeProfileFolder(root);
  try {
    // Loaded when it is needed: it takes longer than many a command.
    const { launch } = await import("puppeteer-core");
    const browser = await launch({
      executablePath,
      userDataDir: folder.profile,
      pipe: true,
      timeout: START_WITHIN_MS,
      // Signals are the run's affair: it lets pages finish.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      env: environmentFor(folder),
      args: [
        ...QUIET_FLAGS,
        "--lang=en-US",
        // Chromium refuses to run as root within its sandbox.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
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
    await folder.remove();
    throw whyNotStarted(error, executablePath);
  }
}

function environmentFor({ temporary }: ProfileFolder): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !NOT_FOR_BROWSERS.test(name));
  return { ...Object.fromEntries(kept), TMPDIR: temporary };
}

function whyNotStarted(error: unknown, executablePath: string): Error {
  if (error instanceof Error && error.name === "TimeoutError") {
    return new SourceError(
      "transient",
      `browser: ${executablePath} did not start within ${START_WITHIN_MS / 1_000} s`,
      {},
      error,
    );
  }
  const lines = messageOf(error)
    .split("\n")
    .map((line) => line.trim());
  const telling = lines.find((line) =>
    /error while loading|no usable sandbox|cannot|fatal|denied|ENOENT|EACCES/i.test(line),
  );
  return new Failure(
    EXIT.usage,
    `${executablePath} does not start: ${telling ?? lines[0]}`,
    "Try it by hand: the same path with --version; what it may lack is in docs/sources.md, “When Chromium does not start”.",
    error,
  );
}
