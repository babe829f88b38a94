import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { messageOf } from "../../src/core/failure.js";

/** A network with a label for each account, which becomes known when the account is mined. */
export interface LabelledGraph {
  /** Neighbours by node, in the order of the file, without duplicates and without the node itself. */
  neighbours: ReadonlyMap<string, readonly string[]>;
  labels: ReadonlyMap<string, string>;
  /** The number of nodes with edges and no label: they are not wanted. */
  unlabelled: number;
}

const FROM = [
  "id_1",
  "id1",
  "source",
  "from",
  "fromnodeid",
  "node_1",
  "node1",
  "src",
  "u",
  "a",
  "follower",
  "user1",
  "node_a",
];
const TO = [
  "id_2",
  "id2",
  "target",
  "to",
  "tonodeid",
  "node_2",
  "node2",
  "dst",
  "v",
  "b",
  "followee",
  "user2",
  "node_b",
];
const NODE = [
  "id",
  "node",
  "node_id",
  "nodeid",
  "user",
  "user_id",
  "name",
  "username",
  "account",
  "new_id",
  "vertex",
];
const LABEL = [
  "target",
  "label",
  "class",
  "community",
  "group",
  "country",
  "category",
  "page_type",
  "gender",
  "sex",
  "age",
  "language",
  "topic",
  "type",
  "y",
  "value",
];

/**
 * Reads an edge list and a list of labels: columns separated by comma, tab, semicolon or blank, with or without a
 * header, ids and labels of any kind; lines that begin with # are skipped. Edges count in both directions. Further
 * columns are ignored. A node with no label, or an empty one, is not wanted; of two labels the first counts.
 * @throws Error that names the file, the line and the problem
 */
export function readGraph(edgesPath: string, labelsPath: string): LabelledGraph {
  const edges = readTable(edgesPath, FROM, TO);
  const labelled = readTable(labelsPath, NODE, LABEL);
  const named = new Set(labelled.rows.map(({ first }) => first));
  const linked = new Set(edges.rows.flatMap(({ first, second }) => [first, second]));
  // A line of words whose first column is no node of the other file, while the next line's is, is a header.
  if (
    edges.mayHaveHeader &&
    isHeader(edges.rows, ({ first, second }) => named.has(first) || named.has(second))
  )
    edges.rows.shift();
  if (labelled.mayHaveHeader && isHeader(labelled.rows, ({ first }) => linked.has(first)))
    labelled.rows.shift();

  const labels = new Map<string, string>();
  for (const { first: node, second: label } of labelled.rows)
    if (label !== "" && !labels.has(node)) labels.set(node, label);
  const neighbours = new Map<string, Set<string>>();
  const add = (from: string, to: string) => {
    const known = neighbours.get(from);
    if (known) known.add(to);
    else neighbours.set(from, new Set([to]));
  };
  for (const { line, first, second } of edges.rows) {
    if (first === "" || second === "")
      throw new Error(
        `${edgesPath}, line ${line}: an edge has two ends, got ${JSON.stringify([first, second])}`,
      );
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

interface PairTable {
  rows: Pair[];
  /** The first row consists of words; only the other file shows whether they are a header. */
  mayHaveHeader: boolean;
}

function isHeader(rows: readonly Pair[], isKnown: (row: Pair) => boolean): boolean {
  const [first, second] = rows;
  return first !== undefined && second !== undefined && !isKnown(first) && isKnown(second);
}

function readTable(path: string, firstNames: readonly string[], secondNames: readonly string[]): PairTable {
  const rows = readRows(path);
  const [head, next] = rows;
  if (head === undefined) throw new Error(`${path} is empty`);
  const names = head.cells.map((cell) => cell.toLowerCase());
  const [first, second] = [firstNames, secondNames].map((known) =>
    names.findIndex((name) => known.includes(name)),
  ) as [number, number];
  const isNumber = (cell: string | undefined) => cell !== undefined && /^-?\d+(\.\d+)?$/.test(cell);
  const isNamed = first >= 0 && second >= 0 && first !== second;
  const hasHeader =
    isNamed || (!head.cells.some(isNumber) && next !== undefined && next.cells.some(isNumber));
  const columns = isNamed ? [first, second] : [0, 1];
  const pairs = rows.slice(hasHeader ? 1 : 0).map(({ line, cells }) => {
    const [one, other] = columns.map((column) => cells[column]?.trim());
    if (!one || other === undefined)
      throw new Error(`${path}, line ${line}: two columns are due, got ${JSON.stringify(cells.join(","))}`);
    return { line, first: one, second: other };
  });
  if (pairs.length === 0) throw new Error(`${path} has a header and no rows`);
  return { rows: pairs, mayHaveHeader: !hasHeader && !head.cells.some(isNumber) };
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
