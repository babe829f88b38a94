import { type KyselyPlugin, OperationNodeTransformer, ValueNode } from "kysely";
import { cleanText } from "../text/storable-text.js";

/**
 * Writes values into the statement instead of binding them, since `copy` takes no parameters. Each is an untyped quoted
 * literal, so that PostgreSQL reads it like the parameter.
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

/** The text that the driver would send. Arrays are written as in PostgreSQL's documentation, 8.15.2. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(elementOf).join(",")}}`;
  if (value instanceof Date) return value.toISOString();
  return cleanText(String(value));
}

function elementOf(value: unknown): string {
  return value === null ? "NULL" : `"${textOf(value).replaceAll(/["\\]/g, "\\$&")}"`;
}
