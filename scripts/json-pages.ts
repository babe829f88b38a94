import { COMMAND_GROUPS } from "../src/cli/command.js";
import type { CommandReference } from "../src/cli/reference.js";
import type { DocsPage } from "./docs-pages.js";

/** The parts of a JSON schema that zod generates for the commands' output. */
interface Shape {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  description?: string;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  anyOf?: Shape[];
  additionalProperties?: boolean | Shape;
}

/**
 * @returns docs/json.md and one page per family, with what `--json` prints, from the schemas that tests check it
 * against.
 */
export function jsonPages(commands: readonly CommandReference[], written: string): DocsPage[] {
  const described = commands.filter(({ json }) => json !== null);
  const run = described.find(({ name }) => name === "mine-new")?.json as Shape;
  const [ended, planned, paused] = run.anyOf ?? [];
  const families = Object.entries(COMMAND_GROUPS).map(([group, heading]) => ({
    path: `json/${group}.md`,
    heading,
    members: described.filter((command) => command.group === group),
  }));
  const overview = [
    "# What --json prints",
    written,
    "One object on stdout. Fields are added, never renamed or removed. A number beyond 2^53 is a string of digits; times are UTC (ISO 8601). An error is on stderr alone: go by the exit code.",
    families
      .map(
        ({ path, heading, members }) =>
          `- [${heading}](${path}): ${members.map(({ name }) => `\`${name}\``).join(", ")}`,
      )
      .join("\n"),
    "## A run",
    "Commands that work in batches print how the run ended. Further fields count what it saved, as `accounts_new`.",
    fieldTable(ended as Shape),
    "With `--dry-run`:",
    fieldTable(planned as Shape),
    "While the schedule is [paused](operations.md#schedule):",
    fieldTable(paused as Shape),
  ];
  return [
    { path: "json.md", text: `${overview.join("\n\n")}\n` },
    ...families.map(({ path, heading, members }) => ({
      path,
      text: `${[
        `# What --json prints: ${heading}`,
        written,
        ...members.map(({ name, json }) => `## ${name}\n\n${shapeText(json as Shape, run)}`),
      ].join("\n\n")}\n`,
    })),
  ];
}

function shapeText(shape: Shape, run: Shape): string {
  if (isSame(shape, run)) return "[A run](../json.md#a-run).";
  const isRun = (part: Shape) => run.anyOf?.some((one) => isSame(one, part)) || isSame(part, run);
  const parts = shape.anyOf ?? [shape];
  const own = parts.filter((part) => !isRun(part));
  const tables = own.map(fieldTable).join("\n\nor\n\n");
  return own.length < parts.length ? `[A run](../json.md#a-run), or\n\n${tables}` : tables;
}

function fieldTable(shape: Shape): string {
  const rows = fieldsOf(shape, "");
  if (rows.length === 0) return `${typeOf(shape)}${shape.description ? `: ${shape.description}` : ""}.`;
  const lines = rows.map((row) => `| ${row.join(" | ")} |`);
  return ["| field | type | what it is |", "| --- | --- | --- |", ...lines].join("\n");
}

/** The fields of an object and its nested objects, by path. */
function fieldsOf({ properties = {}, required = [] }: Shape, before: string): [string, string, string][] {
  return Object.entries(properties).flatMap(([name, shape]) => {
    const path = `${before}${name}`;
    const inner = shape.items?.properties ? shape.items : shape;
    const isOptional = !required.includes(name);
    const row: [string, string, string] = [
      `\`${path}${inner === shape.items ? "[]" : ""}\``,
      typeOf(shape),
      [shape.description, isOptional ? "may be missing" : undefined].filter((text) => text).join("; "),
    ];
    return [row, ...fieldsOf(inner, `${path}${inner === shape.items ? "[]" : ""}.`)];
  });
}

function typeOf(shape: Shape): string {
  if (shape.anyOf !== undefined) {
    const types = [...new Set(shape.anyOf.map(typeOf))];
    return types.join("/") === "integer/text" ? "integer" : types.join(" or ");
  }
  if (shape.const !== undefined) return `\`${JSON.stringify(shape.const)}\``;
  if (shape.enum !== undefined) return shape.enum.map((value) => `\`${value}\``).join(", ");
  if (shape.type === "array")
    return shape.items?.properties ? "list" : `list of ${typeOf(shape.items ?? {})}`;
  if (shape.type === undefined) return "anything";
  return [shape.type]
    .flat()
    .map((type) => (type === "string" ? "text" : type))
    .join(" or ");
}

function isSame(one: Shape, other: Shape): boolean {
  const plain = ({ $schema: _, ...rest }: Shape & { $schema?: string }) => JSON.stringify(rest);
  return plain(one) === plain(other);
}
