import { cronOf } from "./rhythm.js";
import type { Service } from "./services.js";
import { callOf } from "./units.js";

/** How cron starts igminer. Cron's environment is nearly empty, so all paths are absolute. */
export interface CronCall {
  /** Absolute paths of Node.js and of igminer's launcher. */
  node: string;
  launcher: string;
  /** The folder with `.env` or `igminer.config.json`. */
  folder: string;
  /** Who gets the output by mail; null: as the crontab says elsewhere, otherwise the user. */
  mailTo: string | null;
}

/**
 * @returns a crontab with a line for each service (crontab(5)); lines with a flag to fill in are commented out.
 * @param warnings about services, written as comments.
 */
export function crontabOf(
  services: readonly Service[],
  call: CronCall,
  warnings: readonly string[] = [],
): string {
  const fields = services.map(({ rhythm }) => cronOf(rhythm));
  const width = Math.max(0, ...fields.map(({ length }) => length));
  const line = (when: string, what: string) =>
    `${when.padEnd(width)}  cd ${shellWord(call.folder)} && ${shellWord(call.node)} ${shellWord(call.launcher)} ${what} --quiet`.replaceAll(
      "%",
      "\\%", // cron takes a plain % as a line break
    );
  return `${[
    `# igminer's commands, as "igminer schedule print" writes them. The settings are in ${call.folder}/.env, readable by you alone.`,
    "# Commands print only problems. The same lines may run on any number of machines.",
    ...warnings.map((warning) => `# ${warning}`),
    "SHELL=/bin/sh",
    `PATH=${pathFor(call.node)}`,
    ...(call.mailTo === null ? [] : [`MAILTO=${call.mailTo}`]),
    "",
    ...services.map((service, index) => {
      const full = line(fields[index] as string, callOf(service));
      return service.fillIn === null ? full : `# ${full}     # fill in ${service.fillIn}`;
    }),
    "",
    "# Every morning: a report of problems, if there are any.",
    line("0 7 * * *", "status --check"),
  ].join("\n")}\n`;
}

function pathFor(node: string): string {
  const folders = [node.slice(0, node.lastIndexOf("/")), "/usr/local/bin", "/usr/bin", "/bin"];
  return [...new Set(folders)].join(":");
}

/** @returns a text quoted as one word for sh. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
