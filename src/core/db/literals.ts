import { type KyselyPlugin, OperationNodeTransformer, ValueNode } from "kysely";
import { cleanText } from "../text/clean-text.js";

/**
 * Writes values into the statement instead of binding them: `copy` takes no parameters. Each is a quoted text without a type,
 * so that PostgreSQL reads it as it would read the parameter.
 */
export const WITH_LITERALS: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};

class LiteralsTransformer extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return ValueNode.createImmediate(node.value === null ? null : textOf(node.value));
  }
}

const transformer = new LiteralsTransformer();

/** As the driver sends it. An array is written as in PostgreSQL's documentation, 8.15.2. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(elementOf).join(",")}}`;
  if (value instanceof Date) return value.toISOString();
  return cleanText(String(value));
}

function elementOf(value: unknown): string {
  return value === null ? "NULL" : `"${textOf(value).replaceAll(/["\\]/g, "\\$&")}"`;
}
