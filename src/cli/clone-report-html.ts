import { htmlEscape } from "escape-goat";
import type { ReportedAccount, ReportedLookAlike, WatchReport } from "../core/clones/report.js";
import { formatCount } from "./format.js";

/** Reads a picture by the hash of its content; null if this machine does not have it. */
export type ReadPicture = (sha256: string) => Promise<Buffer | null>;

/**
 * The beginning of a report, up to the first account. The page loads nothing, and its content security policy enforces
 * that: pictures are embedded, and external texts are escaped.
 */
export function reportHead(at: Date): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Look-alike accounts, ${dayOf(at)}</title>
<style>
:root { color-scheme: light dark; --ground: #fff; --ink: #222; --line: #ccc; --none: #eee; --soft: #595959; --link: #1a56c4; --clone: #a40000; --suspicious: #7a4d00; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --ink: #e6e9ed; --line: #3d454e; --none: #2a3038; --soft: #b3bbc5; --link: #8ab8ff; --clone: #ff8a80; --suspicious: #f0b95a; }
}
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
a { color: var(--link); }
a:focus-visible { outline: 2px solid; outline-offset: 2px; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; border: 1px solid var(--line); border-radius: 6px; padding: 1rem; margin: 1rem 0; break-inside: avoid; }
.pair > footer { grid-column: 1 / -1; }
img, .none { width: 150px; height: 150px; max-width: 100%; object-fit: cover; border-radius: 50%; }
.none { display: grid; place-items: center; background: var(--none); color: var(--soft); font-size: .8rem; text-align: center; }
.bio { white-space: pre-line; }
.verdict { font-weight: 600; } .clone { color: var(--clone); } .suspicious { color: var(--suspicious); }
@media (max-width: 480px) { .pair { grid-template-columns: minmax(0, 1fr); } }
</style>
</head>
<body>
<main>
<h1>Look-alike accounts</h1>
<p>As seen by igminer on ${dayOf(at)} (UTC). The score tells how likely an account imitates the watched one, from 0 to 1.</p>
`;
}

/** One watched account with its look-alikes, with the pictures side by side. */
export async function reportSection(report: WatchReport, readPicture: ReadPicture): Promise<string> {
  const original = await accountHtml("Watched account", report.watched, readPicture);
  const pairs = [];
  for (const lookAlike of report.lookAlikes) {
    const copy = await accountHtml("Look-alike", lookAlike, readPicture);
    pairs.push(`<article class="pair">\n${original}${copy}${findingHtml(lookAlike)}</article>\n`);
  }
  return `<section>\n${htmlEscape`<h2>@${report.watched.username}</h2>`}\n${pairs.join("")}</section>\n`;
}

/** The end of a report, after the last account. */
export function reportFoot(): string {
  return "</main>\n</body>\n</html>";
}

async function accountHtml(
  heading: string,
  { username, full_name, biography, followers_count, sha256 }: ReportedAccount,
  readPicture: ReadPicture,
): Promise<string> {
  const bytes = sha256 === null ? null : await readPicture(sha256);
  const picture =
    bytes === null
      ? `<div class="none">${sha256 === null ? "no picture fetched" : "picture stored on another machine"}</div>`
      : `<img alt="${heading}: profile picture" src="data:image/jpeg;base64,${bytes.toString("base64")}">`;
  const followers = followers_count === null ? "" : `<p>${formatCount(followers_count)} followers</p>\n`;
  return `<div>
<h3>${heading}</h3>
${picture}
${htmlEscape`<p><a href="https://www.instagram.com/${username}/">@${username}</a><br><bdi>${full_name ?? ""}</bdi></p>`}
${htmlEscape`<p class="bio"><bdi>${biography ?? ""}</bdi></p>`}
${followers}</div>
`;
}

function findingHtml({ verdict, score, reasons, first_seen, last_seen, gone_at }: ReportedLookAlike): string {
  const there =
    gone_at === null ? `still there on ${dayOf(last_seen)}` : `gone since ${dayOf(gone_at)} at the latest`;
  const list = reasons.map((reason) => htmlEscape`<li>${reason}</li>`).join("\n");
  return `<footer>
<p><span class="verdict ${verdict}">${verdict}</span>, score ${score.toFixed(2)}; first seen on ${dayOf(first_seen)}, ${there}</p>
<ul>
${list}
</ul>
</footer>
`;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
