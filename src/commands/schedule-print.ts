import { dirname, join } from "node:path";
import * as z from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { isGiven } from "../cli/options.js";
import { cronCallHere, plannedSchedule, programHere } from "../cli/planned-schedule.js";
import { replaceFile } from "../cli/replace-file.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { makeFolder } from "../core/make-folder.js";
import { crontabOf } from "../core/schedule/crontab.js";
import { unitFilesOf } from "../core/schedule/units.js";

export default command({
  name: "schedule print",
  group: "operations",
  summary: "Print a crontab or systemd units for all configured commands",
  details:
    "Commands that are not configured are left out, unless --all is given. With a key of HikerAPI, batches are sized to the daily budget. igminer status uses the same times to find overdue commands. cron: igminer schedule install puts the lines into your crontab. systemd: copy the files to /etc/systemd/system and the settings to /etc/igminer/igminer.env, then run systemctl enable --now for the timers you want.",
  options: {
    format: {
      value: "FORMAT",
      summary: "cron or systemd (default cron)",
      schema: z.enum(["cron", "systemd"], "expected one of: cron, systemd").default("cron"),
    },
    mailto: {
      value: "ADDRESS",
      summary: "Address for cron's mails",
      schema: z.email("not an address").optional(),
    },
    out: {
      value: "DIR",
      summary: "Write files to a folder instead of stdout",
      schema: z.string().optional(),
    },
    all: { summary: "Include commands that are not configured", schema: isGiven },
  },
  json: z.union([
    z.strictObject({ written: z.array(z.string()) }),
    z.strictObject({ files: z.array(z.strictObject({ path: z.string(), text: z.string() })) }),
  ]),
  examples: ["igminer schedule print", "igminer schedule print --format systemd --out /etc/systemd/system"],
  async run({ format, mailto, out, all }, _names, { settings, output, log }) {
    const { services, warnings } = plannedSchedule(settings, all);
    const { node, launcher } = programHere();
    const files =
      format === "cron"
        ? [{ path: "crontab", text: crontabOf(services, cronCallHere(mailto), warnings) }]
        : unitFilesOf(services, `${node} ${launcher}`);
    for (const warning of warnings) log.warn(warning);
    if (out !== undefined) {
      for (const { path, text } of files) await write(join(out, path), text);
      if (output.isJson) output.json({ written: files.map(({ path }) => join(out, path)) });
      else output.summary(`schedule: wrote ${counted(files.length, "file")} into ${out}.`);
    } else if (output.isJson) output.json({ files });
    else if (format === "cron") output.text((files[0]?.text ?? "").trimEnd());
    else
      output.text(
        files
          .map(({ path, text }) => `# /etc/systemd/system/${path}\n${text}`)
          .join("\n")
          .trimEnd(),
      );
    return EXIT.done;
  },
});

async function write(path: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw new Failure(
      EXIT.failed,
      `${dirname(path)} cannot be created: ${messageOf(error)}`,
      "Choose another folder with --out, or run it as a user who may write there.",
      error,
    );
  }
  await replaceFile(path, text);
}
