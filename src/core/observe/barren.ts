import { type Kysely, sql } from "kysely";
import type { Schema } from "../db/schema.js";
import type { Service } from "../schedule/services.js";

/**
 * @returns the services that processed items within the last day without producing anything for the next services, such
 * as a verification that finds no address deliverable. The services after them lack work, however well their runs end.
 */
export async function barrenServices(db: Kysely<Schema>, services: readonly Service[]): Promise<Set<string>> {
  const asked = services.filter(({ makes }) => makes.length > 0);
  const { rows } = await sql<{ command: string; name: string; outcome: string | null; sum: number }>`
    select command, name, outcome, sum(value)::float8 as sum
    from (
      select tags ->> 'command' as command, name, tags ->> 'outcome' as outcome, value
      from "Metrics"
      where name = any(${["items", ...asked.flatMap(({ makes }) => makes)]}::text[]) and at > now() - interval '1 day'
      union all
      select tags ->> 'command', name, tags ->> 'outcome', sum
      from "MetricsHourly"
      where name = any(${["items", ...asked.flatMap(({ makes }) => makes)]}::text[]) and hour > now() - interval '1 day'
    ) as told
    where command = any(${asked.map(({ name }) => name)}::text[])
    group by command, name, outcome
  `.execute(db);
  const sumOf = (command: string, is: (row: (typeof rows)[number]) => boolean) =>
    rows.filter((row) => row.command === command && is(row)).reduce((total, { sum }) => total + sum, 0);
  return new Set(
    asked
      .filter(
        ({ name, makes }) =>
          sumOf(name, (row) => row.name === "items" && row.outcome === "ok") > 0 &&
          sumOf(name, (row) => makes.includes(row.name)) === 0,
      )
      .map(({ name }) => name),
  );
}
