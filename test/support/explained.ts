import pg from "pg";

/** A step of an executed plan (`explain (analyze, format json)`), summed over all its loops. */
interface PlanNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Join Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: PlanNode[];
}

/** A statement that the server executed, sent by a command, a trigger or a foreign key. */
export interface Explained {
  statement: string;
  plan: PlanNode;
}

/**
 * Makes the server explain every executed statement in this database to its sender, with actual row counts. Needs a
 * superuser's URL.
 */
export async function explainAll(url: string): Promise<void> {
  const database = new URL(url).pathname.slice(1);
  const client = new pg.Client(url);
  await client.connect();
  const settings = {
    session_preload_libraries: "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_buffers": "off",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
  };
  for (const [name, value] of Object.entries(settings))
    await client.query(`alter database ${database} set ${name} = ${pg.escapeLiteral(value)}`);
  await client.end();
}

/** Collects the plans that the server sends to every connection opened by this process from now on. */
export function listenToPlans(): { take(): Explained[]; stop(): void } {
  const heard: Explained[] = [];
  const connect = pg.Client.prototype.connect;
  // biome-ignore lint/suspicious/noExplicitAny: the driver's method has overloads
  pg.Client.prototype.connect = function (this: pg.Client, ...given: any[]): any {
    this.on("notice", ({ message = "" }) => {
      const [, json] = /^duration: .* plan:\n([\s\S]*)$/.exec(message) ?? [];
      if (json === undefined) return;
      const { "Query Text": statement, Plan: plan } = JSON.parse(json);
      heard.push({ statement, plan });
    });
    return Reflect.apply(connect, this, given);
  };
  return {
    take: () => heard.splice(0),
    stop() {
      pg.Client.prototype.connect = connect;
    },
  };
}

/** Rows that a batch may read before its work counts as growing with the store. */
const ROWS_OF_A_BATCH = 2_500;
const REMOVED_FOR_ONE_KEPT = 10;
/** Covers a small table read for one row, and some twenty rows of a batch compared with each other. */
const READ_LITTLE = 1_000;
const COMPARED_LITTLE = 200;

/** The parts of a plan that grow with the store or read far more than they keep, one per line. */
export function troublesOf({ plan }: Explained): string[] {
  const troubles: string[] = [];
  look(plan);
  return [...new Set(troubles)];

  function look(node: PlanNode): void {
    const loops = node["Actual Loops"];
    const kept = node["Actual Rows"] * loops;
    const compared = loops * (node["Rows Removed by Join Filter"] ?? 0);
    const removed =
      compared +
      loops * ((node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0));
    const where = `${node["Node Type"]}${node["Relation Name"] ? ` on ${node["Relation Name"]}` : ""}`;
    if (kept + removed > ROWS_OF_A_BATCH) troubles.push(`${where}: ${Math.round(kept + removed)} rows`);
    else if ((removed > READ_LITTLE || compared > COMPARED_LITTLE) && removed > REMOVED_FOR_ONE_KEPT * kept)
      troubles.push(`${where}: ${Math.round(removed)} rows removed for ${Math.round(kept)} kept`);
    for (const child of node.Plans ?? []) look(child);
  }
}
