import { COMMAND_GROUPS } from "../src/cli/command.js";
import { type CommandReference, type FlagReference, globalFlags } from "../src/cli/reference.js";
import { allSettings } from "../src/core/settings/settings.js";

/** A flag that at least this many commands have is explained once for all. */
const MANY = 7;
/** The default that a command declares at the end of a flag's summary. */
const DEFAULT = / \(default [^)]*\)$/;

/** A page of docs/ with its path there. */
export interface DocsPage {
  path: string;
  text: string;
}

/** @returns docs/commands.md, which lists all commands, and one page per family, from the commands' own declarations. */
export function commandPages(commands: readonly CommandReference[]): DocsPage[] {
  const families = Object.entries(COMMAND_GROUPS).map(([group, heading]) => ({
    heading,
    members: commands
      .filter((command) => command.group === group)
      .map((command) => ({ ...command, path: `commands/${pageOf(command, commands)}.md` })),
  }));
  const members = families.flatMap((family) => family.members);
  const shared = flagsOfMany(commands);
  const overview = page([
    "# Commands",
    WRITTEN,
    "[Flags of all commands](commands/flags.md).",
    ...families.flatMap(({ heading, members }) => [
      `## ${heading}`,
      table(
        ["command", "what it does"],
        members.map(({ name, path, summary }) => [`[\`${name}\`](${path}#${anchorOf(name)})`, summary]),
      ),
    ]),
  ]);
  const flags = page([
    "# Flags of all commands",
    WRITTEN,
    "Every command takes these:",
    flagTable(globalFlags()),
    "Many commands take these; the pages of the families name them with each command:",
    flagTable([...shared.values()]),
  ]);
  return [
    { path: "commands.md", text: overview },
    { path: "commands/flags.md", text: flags },
    ...[...new Set(members.map(({ path }) => path))].map((path) => ({
      path,
      text: page([
        `# Commands: ${headingOf(path)}`,
        WRITTEN,
        "Flags that many commands share are explained in [flags of all commands](flags.md).",
        ...members
          .filter((member) => member.path === path)
          .flatMap((member) => commandSection(member, shared)),
      ]),
    })),
  ];
}

/** Two-word commands such as `export posts` share a page if there are at least this many with the same first word. */
const OWN_PAGE = 3;

function pageOf({ name, group }: CommandReference, commands: readonly CommandReference[]): string {
  const [word = ""] = name.split(" ");
  const kin = commands.filter((other) => other.group === group && other.name.startsWith(`${word} `));
  return kin.length >= OWN_PAGE && kin.some((other) => other.name === name) && word !== group ? word : group;
}

function headingOf(path: string): string {
  const name = path.replace(/^commands\/|\.md$/g, "");
  return (COMMAND_GROUPS as Readonly<Record<string, string>>)[name] ?? name;
}

/** The pages of settings, with the groups on each. */
const SETTINGS_PAGES: Readonly<Record<string, { heading: string; groups: readonly string[] }>> = {
  running: {
    heading: "Database, runs, alerts",
    groups: ["database", "run", "general", "keep", "serve", "alerts", "ping"],
  },
  sources: {
    heading: "Sources, mining, budgets",
    groups: [
      "http",
      "hiker",
      "web",
      "browser",
      "graph",
      "archive",
      "refresh",
      "canary",
      "budget",
      "pictures",
    ],
  },
  enrichment: { heading: "Model, e-mail verification", groups: ["openai", "dns", "smtp", "email"] },
  outreach: { heading: "Sequencers and mailbox", groups: ["instantly", "csv", "webhook", "gmail"] },
};

/** @returns docs/settings.md, which explains where values come from, and pages of all settings with their defaults. */
export function settingsPages(): DocsPage[] {
  const settings = allSettings();
  const pages = Object.entries(SETTINGS_PAGES);
  const missing = settings.filter(
    ({ path }) => !pages.some(([, { groups }]) => groups.includes(groupOf(path))),
  );
  if (missing.length > 0)
    throw new Error(`on no page of settings: ${missing.map(({ path }) => path.join(".")).join(", ")}`);
  const sectionsOf = (groups: readonly string[]) =>
    groups.flatMap((group) => [
      `## ${group}`,
      table(
        ["environment", "in igminer.config.json", "default", "what it is"],
        settings
          .filter(({ path }) => groupOf(path) === group)
          .map(({ path, setting }) => [
            `\`${setting.environment}\``,
            `\`${path.join(".")}\``,
            defaultText(setting.schema.safeParse(undefined).data),
            setting.summary,
          ]),
      ),
    ]);
  const overview = page([
    "# Settings",
    WRITTEN,
    "Sources of a value, strongest first: a flag (`--set NAME=VALUE`), the environment, `.env`, `igminer.config.json` in the working folder, the same file in the user's configuration folder, the default. `igminer config` prints each value and where it came from.",
    table(
      ["page", "settings of"],
      pages.map(([name, { heading, groups }]) => [
        `[${heading}](settings/${name}.md)`,
        groups.map((group) => `[${group}](settings/${name}.md#${anchorOf(group)})`).join(" · "),
      ]),
    ),
  ]);
  return [
    { path: "settings.md", text: overview },
    ...pages.map(([name, { heading, groups }]) => ({
      path: `settings/${name}.md`,
      text: page([
        `# Settings: ${heading}`,
        WRITTEN,
        "[How settings are read](../settings.md).",
        ...sectionsOf(groups),
      ]),
    })),
  ];
}

/** @returns a page with the picture of the floors inserted between its marks. */
export function withFloors(text: string, picture: string): string {
  return text.replace(
    /(<!-- floors -->\n).*?(<!-- \/floors -->)/s,
    (_all, begin: string, end: string) => `${begin}\n\`\`\`mermaid\n${picture}\n\`\`\`\n\n${end}`,
  );
}

export const WRITTEN = "<!-- Written by `npm run docs` from the declarations in the code: change those. -->";

function commandSection(
  { name, summary, details, examples, flags, ...command }: CommandReference,
  shared: ReadonlyMap<string, FlagReference>,
): string[] {
  const usage = `igminer ${name}${command.arguments ? ` ${command.arguments.name}` : ""} [options]`;
  const own = flags.filter((flag) => !shared.has(meaningOf(flag)));
  const others = flags
    .filter((flag) => shared.has(meaningOf(flag)))
    .map((flag) => `\`${keyOf(flag)}\`${DEFAULT.exec(flag.summary)?.[0] ?? ""}`);
  return [
    `## ${name}`,
    `${summary}.`,
    ...(details === null ? [] : [details]),
    `\`\`\`text\n${usage}\n\`\`\``,
    ...(own.length > 0 ? [flagTable(own)] : []),
    ...(others.length > 0 ? [`Also: ${others.join(", ")}`] : []),
    `\`\`\`sh\n${examples.join("\n")}\n\`\`\``,
  ];
}

/** The flags that many commands have with the same meaning. */
function flagsOfMany(commands: readonly CommandReference[]): Map<string, FlagReference> {
  const uses = new Map<string, { flag: FlagReference; count: number }>();
  for (const flag of commands.flatMap(({ flags }) => flags)) {
    const use = uses.get(meaningOf(flag)) ?? { flag, count: 0 };
    uses.set(meaningOf(flag), {
      flag: { ...flag, summary: flag.summary.replace(DEFAULT, "") },
      count: use.count + 1,
    });
  }
  return new Map([...uses].filter(([, { count }]) => count >= MANY).map(([key, { flag }]) => [key, flag]));
}

function meaningOf(flag: FlagReference): string {
  return `${keyOf(flag)} ${flag.summary.replace(DEFAULT, "")}`;
}

function keyOf({ flag, value }: Pick<FlagReference, "flag" | "value">): string {
  return value === null ? flag : `${flag} ${value}`;
}

function flagTable(flags: readonly FlagReference[]): string {
  return table(
    ["flag", "what it does"],
    flags.map(({ flag, value, summary, choices }) => [
      `\`${keyOf({ flag, value })}\``,
      choices.length > 0 ? `${summary} (${choices.join(", ")})` : summary,
    ]),
  );
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map(line)].join("\n");
}

function page(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}

function anchorOf(name: string): string {
  return name.replaceAll(" ", "-");
}

function groupOf([group, key]: readonly string[]): string {
  return key === undefined ? "general" : (group as string);
}

function defaultText(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return "–";
  return `\`${Array.isArray(value) ? value.join(",") : String(value)}\``;
}
