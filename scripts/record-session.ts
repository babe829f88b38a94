// Writes docs/first-accounts.svg: the README's first commands with their output, run against the sandbox.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { htmlEscape } from "escape-goat";
import { startSandbox } from "../src/sandbox/server.js";

const COMMANDS = [
  "igminer seed natgeo nasa @nike https://www.instagram.com/adidas/",
  "igminer mine-new --batch 20",
  "igminer status",
];
const MOST_LINES = 34;
const [FONT_SIZE, LINE_HEIGHT, MARGIN, CHARACTER_WIDTH] = [13, 19, 18, 7.83];

const home = mkdtempSync(join(tmpdir(), "igminer-session-"));
const sandbox = await startSandbox({ accounts: 500, seed: 1 });
const environment = {
  PATH: process.env.PATH ?? "",
  IGMINER_DATA_DIR: home,
  IGMINER_WEB_BASE_URL: sandbox.url,
  IGMINER_WEB_RATE_PER_MINUTE: "600000",
  IGMINER_WEB_MAX_RATE_PER_MINUTE: "600000",
};
const lines: string[] = [];
for (const command of COMMANDS) lines.push(...(await said(command)));
await sandbox.close();
rmSync(home, { recursive: true });
writeFileSync("docs/first-accounts.svg", drawn(lines.slice(0, MOST_LINES)));

function said(command: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["bin/igminer.js", ...command.split(" ").slice(1)], {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    for (const stream of [child.stderr, child.stdout]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
    }
    child.once("error", reject);
    child.once("close", () => resolve([`$ ${command}`, ...text.trimEnd().split("\n"), ""]));
  });
}

function drawn(text: readonly string[]): string {
  const columns = Math.max(...text.map((line) => line.length));
  const width = Math.ceil(2 * MARGIN + columns * CHARACTER_WIDTH);
  const height = 2 * MARGIN + text.length * LINE_HEIGHT;
  const rows = text.map((line, at) => {
    const colour = line.startsWith("$ ") ? "#9cdcfe" : "#d4d4d4";
    return `<text x="${MARGIN}" y="${MARGIN + (at + 0.75) * LINE_HEIGHT}" fill="${colour}" xml:space="preserve">${htmlEscape(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_SIZE}">
<title>igminer in a terminal: names are seeded and mined, status shows what is stored and what waits</title>
<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>
${rows.join("\n")}
</svg>
`;
}
