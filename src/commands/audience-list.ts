import * as z from "zod";
import { command } from "../cli/command.js";
import { anyObject, listJson, time } from "../cli/json-shapes.js";
import { printList } from "../cli/list.js";
import { listFormat } from "../cli/list-format.js";
import { withDatabase } from "../cli/store.js";
import { readAudiences } from "../core/audiences/audiences.js";
import { criteriaText } from "../core/audiences/criteria.js";
import { EXIT } from "../core/failure.js";

export default command({
  name: "audience list",
  group: "mining",
  summary: "List audiences and their criteria",
  options: { format: listFormat },
  json: listJson("audiences", { name: z.string(), whom: z.string(), changed_at: time, criteria: anyObject }),
  examples: ["igminer audience list", "igminer audience list --json"],
  run: ({ format }, _names, context) =>
    withDatabase(context, async ({ kysely: db }) => {
      const audiences = await readAudiences(db);
      printList(context.output, format, {
        name: "audiences",
        columns: ["name", "whom", "changed_at"],
        rows: audiences.map(({ name, criteria, changedAt }) => ({
          name,
          whom: criteriaText(criteria),
          changed_at: changedAt,
          ...(context.output.isJson && { criteria }),
        })),
        emptyText:
          "audience list: there is none yet; to define one: igminer audience add NAME --lang de --followers 1k-50k",
      });
      return EXIT.done;
    }),
});
