import { afterAll, expect, test } from "vitest";
import { checkReader } from "./check.js";
import { openReaders } from "./readers.js";

/** `npm run fuzz` gives 20,000 to each. */
const RUNS = 300;
const { readers, close } = await openReaders();
afterAll(close);

test.each(readers.map((reader) => [reader.name, reader] as const))(
  "%s: whatever comes, a value or an error of the closed set, in bounded time",
  async (_name, reader) => {
    await expect(checkReader(reader, { runs: RUNS, seed: 1 })).resolves.toBeUndefined();
  },
);
