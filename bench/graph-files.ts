import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { messageOf } from "../src/core/failure.js";

/** A network whose accounts are labelled: what is known of each once it is mined. */
export interface LabelledGraph {
  /** Neighbours by node, in the order of the file; each once, nobody its own. */
  neighbours: ReadonlyMap<string, readonly string[]>;
  labels: ReadonlyMap<string, string>;
  /** Nodes with edges and no label: nobody wants them. */
  unlabelled: number;
}

const FROM = ["id_1", "id1", "source", "from", "fromnodeid", "node_1", "node1", "src", "u", "a"];
const TO = ["id_2", "id2", "target", "to", "tonodeid", "node_2", "node2", "dst", "v", "b"];
const NODE = ["id", "node", "node_id", "nodeid", "user", "user_id", "name", "username", "account", "new_id"];
const LABEL = ["target", "label", "class", "community", "group", "country", "category", "page_type"];

/**
 * Reads an edge list and a list of labels: comma, tab, semicolon or blank between columns, with or without a header, ids of
 * any kind, lines that begin with # skipped.
 * @throws Error that names the file, the line and what is wrong with it
 */
export function readGraph(edgesPath: string, labelsPath: string): LabelledGraph {
  const labels = new Map<string, string>();
  for (const { line, first: node, second: label } of readPairs(labelsPath, NODE, LABEL)) {
    const before = labels.get(node);
    if (before !== undefined && before !== label)
      throw new Error(`${labelsPath}, line ${line}: ${node} has two labels, ${before} and ${label}`);
    labels.set(node, label);
  }
  const neighbours = new Map<string, Set<string>>();
  const add = (from: string, to: string) => {
    const known = neighbours.get(from);
    if (known) known.add(to);
    else neighbours.set(from, new Set([to]));
  };
  for (const { first, second } of readPairs(edgesPath, FROM, TO)) {
    if (first === second) continue;
    add(first, second);
    add(second, first);
  }
  const unlabelled = [...neighbours.keys()].filter((node) => !labels.has(node)).length;
  if (unlabelled === neighbours.size)
    throw new Error(`${edgesPath} and ${labelsPath} have no node in common: are both of the same network?`);
  return {
    neighbours: new Map([...neighbours].map(([node, others]) => [node, [...others]])),
    labels,
    unlabelled,
  };
}

interface Pair {
  line: number;
  first: string;
  second: string;
}

function readPairs(path: string, firstNames: readonly string[], secondNames: readonly string[]): Pair[] {
  const rows = readRows(path);
  const [head, next] = rows;
  if (head === undefined) throw new Error(`${path} is empty`);
  const names = head.cells.map((cell) => cell.toLowerCase());
  const columns = [firstNames, secondNames].map((known) => names.findIndex((name) => known.includes(name)));
  const isNumber = (cell: string | undefined) => cell !== undefined && /^-?\d+(\.\d+)?$/.test(cell);
  const hasHeader =
    columns.every((column) => column >= 0) ||
    (!head.cells.some(isNumber) && next !== undefined && next.cells.some(isNumber));
  if (!hasHeader || columns[0] === columns[1] || columns.some((column) => column < 0))
    columns.splice(0, 2, 0, 1);
  if (!hasHeader && head.cells.length > 2)
    throw new Error(`${path}: ${head.cells.length} columns and no header that names two of them`);
  const pairs = rows.slice(hasHeader ? 1 : 0).map(({ line, cells }) => {
    const [first, second] = columns.map((column) => cells[column]?.trim());
    if (!first || !second)
      throw new Error(`${path}, line ${line}: two columns are due, got ${JSON.stringify(cells.join(","))}`);
    return { line, first, second };
  });
  if (pairs.length === 0) throw new Error(`${path} has a header and no rows`);
  return pairs;
}

function readRows(path: string): { line: number; cells: string[] }[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`${path} cannot be read: ${messageOf(error)}`);
  }
  const sample = text.split(/\r?\n/).find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  const delimiter = [",", "\t", ";"].find((mark) => sample.includes(mark)) ?? " ";
  try {
    const rows = parse(text, {
      bom: true,
      delimiter,
      comment: "#",
      comment_no_infix: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({
      line: info.lines,
      cells: delimiter === " " ? record.filter((cell) => cell !== "") : record,
    }));
  } catch (error) {
    throw new Error(`${path}: ${messageOf(error)}`);
  }
}
