import { cronOf } from "./rhythm.js";
import type { Service } from "./services.js";
import { callOf } from "./units.js";

/** How cron starts igminer: its own environment is nearly empty, so that everything is named in full. */
export interface CronCall {
  /** Absolute paths of Node.js and of igminer's launcher. */
  node: string;
  launcher: string;
  /** Where `.env` or `igminer.config.json` is. */
  folder: string;
  /** Who gets what commands write; null: whom the crontab names elsewhere, or the user. */
  mailTo: string | null;
}

/**
 * @returns a crontab with a line for each service (crontab(5)); those that have to be told something are left to be filled in.
 * @param warnings what the services cannot do as they are.
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
      "\\%", // a line end to cron
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

/** @returns a text as one word of sh. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
