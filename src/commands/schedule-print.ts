import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import { command } from "../cli/command.js";
import { counted } from "../cli/format.js";
import { installationOf } from "../cli/installation.js";
import { isGiven } from "../cli/options.js";
import { EXIT, Failure, messageOf } from "../core/failure.js";
import { TYPICAL_UNITS } from "../core/mining/demand.js";
import { configuredServices, shortcomings } from "../core/schedule/services.js";
import { sizedToBudget } from "../core/schedule/sized.js";
import { crontabOf, unitFilesOf } from "../core/schedule/units.js";
import { hikerKeys } from "../core/sources/index.js";

const UNITS_OF_SERVICES = {
  "mine-new": TYPICAL_UNITS.new,
  refresh: TYPICAL_UNITS.refresh,
  "import-comments": TYPICAL_UNITS.comments,
  "validate-clones": TYPICAL_UNITS.clones,
};

export default command({
  name: "schedule print",
  group: "operations",
  summary: "Write the crontab, or the systemd units, of the commands that the settings allow",
  details:
    "Out of the same table by which igminer status knows what is overdue. With --all also of commands that lack a setting. With a key of HikerAPI, batches are sized to what the day's budget pays for, and a warning says so. systemd: copy the files to /etc/systemd/system, settings to /etc/igminer/igminer.env, then systemctl enable --now the timers you want.",
  options: {
    format: {
      value: "FORMAT",
      summary: "cron or systemd (default cron)",
      schema: z.enum(["cron", "systemd"], "a format is one of: cron, systemd").default("cron"),
    },
    out: {
      value: "DIR",
      summary: "Write files into a folder instead of stdout",
      schema: z.string().optional(),
    },
    all: { summary: "Also commands whose settings are missing", schema: isGiven },
  },
  examples: [
    "igminer schedule print | crontab -",
    "igminer schedule print --format systemd --out /etc/systemd/system",
  ],
  async run({ format, out, all }, _names, { settings, output, log }) {
    const { commands, isSet } = installationOf(settings);
    const installation = { commands, isSet: all ? () => true : isSet };
    const { hiker } = settings.config;
    const sized = sizedToBudget(configuredServices(installation), {
      unitsPerItem: UNITS_OF_SERVICES,
      // Without a key nothing is paid.
      budgetUnits: hikerKeys(settings.config).length === 0 ? null : hiker.backgroundBudget,
    });
    const { services } = sized;
    const warnings = [...shortcomings(installation), ...sized.warnings];
    const files =
      format === "cron" ? [{ path: "crontab", text: crontabOf(services, warnings) }] : unitFilesOf(services);
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
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw new Failure(
      EXIT.failed,
      `${path} cannot be written: ${messageOf(error)}`,
      "Choose another folder with --out, or run it as a user who may write there.",
      error,
    );
  }
}
