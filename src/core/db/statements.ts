/**
 * Parts of SQL that may contain a semicolon: comments, quoted texts and names, dollar-quoted bodies (PostgreSQL
 * documentation, 4.1).
 */
const HIDING = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$\w*\$)[\s\S]*?\1|;/g;

/** @returns the statements of a script, in order, each with the comments before it. */
export function statementsOf(script: string): string[] {
  const statements: string[] = [];
  let from = 0;
  for (const { 0: found, index } of script.matchAll(HIDING)) {
    if (found !== ";") continue;
    statements.push(script.slice(from, index).trim());
    from = index + 1;
  }
  return [...statements, script.slice(from).trim()].filter((statement) => withoutComments(statement) !== "");
}

/** An index that a statement creates, and its table. */
export interface IndexStatement {
  name: string;
  table: string;
  /** The same, built concurrently; does nothing if the index exists. */
  beside: string;
}

/** @returns null if the statement does not create an index. */
export function indexOf(statement: string): IndexStatement | null {
  const plain = withoutComments(statement);
  const found = /^create (?<unique>unique )?index "(?<name>[^"]+)"\s+on "(?<table>[^"]+)"/.exec(
    plain,
  )?.groups;
  if (found === undefined) return null;
  const { unique = "", name = "", table = "" } = found;
  const head = `create ${unique}index`;
  return { name, table, beside: `${head} concurrently if not exists${plain.slice(head.length)}` };
}

/** @returns the names of the tables that a script creates. */
export function tablesMadeBy(script: string): Set<string> {
  const made = withoutComments(script).matchAll(
    /^create (?:unlogged )?(?:table|materialized view) "([^"]+)"/gm,
  );
  return new Set([...made].map(([, name]) => name as string));
}

function withoutComments(statement: string): string {
  return statement.replaceAll(/^\s*--[^\n]*$/gm, "").trim();
}
