import fc from "fast-check";

/** One change of a JSON value: what to do at a member, which is picked by number. */
type Edit =
  | { at: number; put: unknown }
  | { at: number; remove: true }
  | { at: number; wrap: string }
  | { at: number; double: true };

const ODD_TEXT = fc.constantFrom(
  "",
  " ",
  "x",
  "\u0000",
  "\ud800",
  "\u202e\u200b",
  "1.2M",
  "1,234",
  "-1",
  "NaN",
  "9".repeat(40),
  "2026-13-45T99:00:00Z",
  "a".repeat(70_000),
  "=cmd|' /C calc'!A0",
  "\u001b]0;x\u0007",
  "<script>",
  "%00%ff",
  "@".repeat(300),
  "javascript:alert(1)",
);
const ODD_VALUE = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      0.5,
      1e300,
      -(2 ** 53),
      [],
      {},
      [null],
      [[[]]],
    ),
  },
  { weight: 2, arbitrary: ODD_TEXT },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      { edges: [null, { node: null }, 3] },
      { count: {} },
      { user: null },
      [{ node: [] }],
      { length: 2 ** 40 },
      { toString: 1 },
    ),
  },
);
const AT = fc.nat({ max: 4_000 });
const EDIT: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ at: AT, put: ODD_VALUE }) },
  { weight: 2, arbitrary: fc.record({ at: AT, remove: fc.constant(true as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      at: AT,
      wrap: fc.constantFrom("data", "user", "response", "items", "edges", "node", "message"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ at: AT, double: fc.constant(true as const) }) },
);

/** Values of the given forms with up to six members odd, missing, wrapped or doubled. */
function oddJson(forms: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...forms), fc.array(EDIT, { maxLength: 6 }))
    .map(([form, edits]) => edits.reduce(edited, structuredClone(form)));
}

/** The same as text; sometimes cut off, with a byte order mark, or with something before or after it. */
export function oddJsonText(forms: readonly unknown[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      oddJson(forms),
      fc.constantFrom("", "", "", "\uFEFF", "for (;;);", "<!DOCTYPE html>"),
      fc.option(fc.nat({ max: 3_000 }), { freq: 8 }),
    )
    .map(([json, before, cutAt]) => {
      const text = before + (JSON.stringify(json) ?? "");
      return cutAt === null ? text : text.slice(0, cutAt);
    });
}

/** Texts of the given forms with up to eight places overwritten, doubled, removed or filled with unrelated text. */
export function oddText(forms: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    ODD_TEXT,
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.constantFrom(
      "\r\n",
      "\n\n",
      "\r\n\r\n",
      "\t",
      ";",
      '"',
      "'",
      "<",
      ">",
      "=?utf-8?B?",
      "--",
      "boundary=",
      "\r\n ",
      ",",
    ),
  );
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat({ max: 60 }),
    piece,
    isDoubled: fc.boolean(),
  });
  return fc.tuple(fc.constantFrom(...forms), fc.array(change, { maxLength: 8 })).map(([form, changes]) =>
    changes.reduce((text, { at, length, piece: put, isDoubled }) => {
      const from = Math.floor(at * text.length);
      const taken = text.slice(from, from + length);
      return text.slice(0, from) + put + (isDoubled ? taken + taken : "") + text.slice(from + length);
    }, form),
  );
}

/** Bytes of the given forms with up to ten overwritten or cut. */
export function oddBytes(forms: readonly Uint8Array[]): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.uint8Array({ maxLength: 6 }),
  });
  return fc
    .tuple(
      fc.constantFrom(...forms),
      fc.array(change, { maxLength: 10 }),
      fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 6 }),
    )
    .map(([form, changes, cutAt]) => {
      const bytes = Buffer.from(form);
      for (const { at, bytes: put } of changes) {
        const fitting = put.subarray(0, bytes.length);
        bytes.set(fitting, Math.floor(at * (bytes.length - fitting.length)));
      }
      return cutAt === null ? bytes : bytes.subarray(0, Math.floor(cutAt * bytes.length));
    });
}

/** Every place in a value that can be changed: its container and its key. */
function placesIn(value: unknown, places: [container: Record<string, unknown>, key: string][] = []) {
  if (typeof value !== "object" || value === null) return places;
  const container = value as Record<string, unknown>;
  for (const key of Object.keys(container)) {
    places.push([container, key]);
    placesIn(container[key], places);
  }
  return places;
}

function edited(value: unknown, edit: Edit): unknown {
  const places = placesIn(value);
  // One place more, for the whole value.
  const place = places[edit.at % (places.length + 1)];
  if (place === undefined) {
    if ("put" in edit) return structuredClone(edit.put);
    if ("wrap" in edit) return { [edit.wrap]: value };
    return "double" in edit ? [value, value] : null;
  }
  const [container, key] = place;
  if ("put" in edit) container[key] = structuredClone(edit.put);
  else if ("wrap" in edit) container[key] = { [edit.wrap]: container[key] };
  else if ("double" in edit) {
    if (Array.isArray(container)) container.push(structuredClone(container[Number(key)]));
    else container[`${key}_`] = container[key];
  } else if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete container[key];
  return value;
}
