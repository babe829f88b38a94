import * as z from "zod";
import { command } from "../cli/command.js";
import { time } from "../cli/json-shapes.js";
import { isGiven } from "../cli/options.js";
import { withUncheckedDatabase } from "../cli/store.js";
import { tableText } from "../cli/table.js";
import { appliedMigrations } from "../core/db/applied-migrations.js";
import { knownMigrations } from "../core/db/known-migrations.js";
import { migrate } from "../core/db/migrate.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "migrate",
  group: "start",
  summary: "Migrate the database schema to the version of this igminer",
  details:
    "Migrations only go forward. An existing database is changed step by step, without a time limit: migrate may be interrupted and run again, other commands continue meanwhile, and any number of machines may run it at once.",
  options: {
    status: { summary: "List applied and pending migrations without applying any", schema: isGiven },
  },
  json: z.union([
    z.strictObject({ applied: z.array(z.string()) }),
    z.strictObject({
      migrations: z.array(z.object({ name: z.string(), applied_at: time.nullable() })),
    }),
  ]),
  examples: ["igminer migrate", "igminer migrate --status"],
  run: ({ status }, _names, context) =>
    withUncheckedDatabase(context, async ({ kysely: db }) => {
      const { output } = context;
      if (status) {
        const applied = new Map((await appliedMigrations(db)).map(({ id, applied_at }) => [id, applied_at]));
        const rows = (await knownMigrations()).map(({ id, name }) => ({
          name,
          applied_at: applied.get(id) ?? null,
        }));
        if (output.isJson) output.json({ migrations: rows });
        else
          output.text(
            tableText(
              [{ title: "migration" }, { title: "applied" }],
              rows.map(({ name, applied_at }) => [name, applied_at?.toISOString() ?? "pending"]),
            ),
          );
        return EXIT.done;
      }
      const done = await migrate(db, {
        onProgress: (text) => context.log.info(text),
        signal: context.interruption,
      });
      if (output.isJson) output.json({ applied: done.map(({ name }) => name) });
      else if (done.length === 0) output.summary("migrate: the schema is current.");
      else for (const { name } of done) output.summary(`migrate: applied ${name}`);
      return EXIT.done;
    }),
});
