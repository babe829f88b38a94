import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readGraph } from "../../bench/discovery/graph-files.js";

const folder = mkdtempSync(join(tmpdir(), "graph-"));
let files = 0;
function fileOf(text: string): string {
  const path = join(folder, `${++files}.txt`);
  writeFileSync(path, text);
  return path;
}
const read = (edges: string, labels: string) => readGraph(fileOf(edges), fileOf(labels));

test.each([
  ["commas and a header", "id_1,id_2\n1,2\n2,3\n", "id,target\n1,x\n2,x\n3,y\n"],
  ["tabs and none", "1\t2\n2\t3\n", "1\tx\n2\tx\n3\ty\n"],
  ["blanks and a comment", "# FromNodeId ToNodeId\n1 2\n2  3\n", "1 x\n2 x\n3 y\n"],
  ["columns in another order", "weight,source,target\n5,1,2\n5,2,3\n", "label,node\nx,1\nx,2\ny,3\n"],
  ["a header that nobody knows", "left,right\n1,2\n2,3\n", "who,what\n1,x\n2,x\n3,y\n"],
  ["an edge told twice and a loop", "1,2\n2,1\n2,3\n3,3\n", "1,x\n2,x\n3,y\n"],
])("a network is read whatever it is written with: %s", (_, edges, labels) => {
  const graph = read(edges, labels);
  expect([...graph.neighbours]).toEqual([
    ["1", ["2"]],
    ["2", ["1", "3"]],
    ["3", ["2"]],
  ]);
  expect(graph.labels.get("3")).toBe("y");
});

test("names are as good as numbers", () => {
  const graph = read("source,target\nada,bob\n", "name,label\nada,de\nbob,fr\n");
  expect(graph.neighbours.get("ada")).toEqual(["bob"]);
});

test("a node without a label is counted as such; of two labels the first counts", () => {
  const graph = read("1,2\n2,3\n", "1,x\n1,y\n2,y\n");
  expect(graph.labels.get("1")).toBe("x");
  expect(graph.unlabelled).toBe(1);
});

test.each([
  ["", "1,x\n", /is empty/],
  ["1,2\n3\n", "1,x\n", /line 2: two columns/],
  ["1,2\n", "7,x\n", /no node in common/],
  ["source,target\n", "1,x\n", /no rows/],
])("what is wrong is named", (edges, labels, said) => {
  expect(() => read(edges, labels)).toThrow(said);
});
