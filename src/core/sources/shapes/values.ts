import { parseUsername } from "../../instagram/username.js";
import { storableTime } from "../../text/storable-time.js";

export type JsonObject = Record<string, unknown>;

/** Called for each malformed part of an answer that is left out, with its path, such as `bio_links[0]`, and its value. */
export type Skip = (part: string, value: unknown) => void;

/** Whether a value is a JSON object; an array is not. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The largest `bigint` in PostgreSQL. */
const MAX_ID = 2n ** 63n - 1n;
/**
 * @returns an id: a positive whole number up to 2^63 − 1, as text or number (one too large for a double was turned into
 * text by `parseJson`; a spreadsheet writes `12.0`); null for anything else.
 */
export function asId(value: unknown): bigint | null {
  if (typeof value === "number") return Number.isSafeInteger(value) && value > 0 ? BigInt(value) : null;
  if (typeof value === "bigint") return value > 0n && value <= MAX_ID ? value : null;
  const digits = typeof value === "string" ? /^\s*(\d{1,19})(?:\.0+)?\s*$/.exec(value)?.[1] : undefined;
  if (digits === undefined) return null;
  const id = BigInt(digits);
  return id > 0n && id <= MAX_ID ? id : null;
}

/**
 * @returns a count: a whole number, or text that is exactly one (`"56"`, `"1,234"`, a spreadsheet's `"56.0"`). Hidden
 * (−1), rounded (`"1.2M"`) or broken values give undefined.
 */
export function asCount(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  const digits = /^\d+$/.test(text)
    ? text
    : /^\d{1,3}(,\d{3})+$/.test(text)
      ? text.replaceAll(",", "")
      : /^(\d+)\.0+$/.exec(text)?.[1];
  const count = digits === undefined ? Number.NaN : Number(digits);
  return Number.isSafeInteger(count) ? count : undefined;
}

/** @returns a flag: a boolean, or a table cell that stands for one; undefined for anything else. */
export function asFlag(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== "string") return undefined;
  if (/^\s*(true|yes|1)\s*$/i.test(value)) return true;
  return /^\s*(false|no|0)\s*$/i.test(value) ? false : undefined;
}

/** @returns a text; a number is converted (a name or phone number of digits); undefined for anything else. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

const SHOWN_LENGTH = 40;

/** @returns the beginning of a value, for a message. */
export function shown(value: unknown): string {
  const text =
    asText(value) ??
    JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? String(inner) : inner));
  return (text ?? "nothing").slice(0, SHOWN_LENGTH);
}

/** @returns the username in lower case, or null if the text cannot be an Instagram username. */
export function asUsername(value: unknown): string | null {
  const text = asText(value);
  return text === undefined ? null : parseUsername(text);
}

/** Unix time may be in seconds, milliseconds or microseconds; 10^11 ms is in 1973. */
const MILLISECONDS_FROM = 1e11;
const MICROSECONDS_FROM = 1e14;
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i;

/**
 * @returns a time from Unix time (a number or digits) or ISO 8601 (RFC 3339; a space instead of the T, `+0000` and
 * `UTC` are accepted). Without a zone it is read as UTC (RFC 3339 §4.4 leaves it open; the local zone would give
 * another time on each machine). null for anything else, including days that do not exist.
 */
export function asTime(value: unknown): Date | null {
  if (value instanceof Date) return storableTime(value);
  if (typeof value === "number") return unixTime(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d{6,17}(\.\d+)?$/.test(text)) return unixTime(Number(text));
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction = "", zone = "Z"] = match;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?(..)$/, "$1:$2") : "Z";
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, "0")}`;
  const time = new Date(`${written}${offset}`);
  const utc = new Date(`${written}Z`);
  return Number.isNaN(time.getTime()) || utc.getUTCDate() !== Number(day) ? null : storableTime(time);
}

function unixTime(told: number): Date | null {
  if (!Number.isFinite(told) || told <= 0) return null;
  const ms = told < MILLISECONDS_FROM ? told * 1_000 : told < MICROSECONDS_FROM ? told : told / 1_000;
  return storableTime(new Date(ms));
}

/**
 * @returns the first text among the members that is not empty; "" if the answer states an empty value; null if it has
 * none of them. Values that are not text are skipped.
 */
export function textOf(object: JsonObject, names: readonly string[], skip: Skip): string | null {
  let told: string | null = null;
  for (const name of names) {
    const value = object[name];
    if (value === undefined) continue;
    if (value === null) {
      told ??= "";
      continue;
    }
    const text = asText(value);
    if (text === undefined) skip(name, value);
    else if (text !== "") return text;
    else told ??= "";
  }
  return told;
}

/**
 * @returns the first count among the members; null if there is none or it is hidden (−1). Values that are not counts
 * are skipped.
 */
export function countOf(object: JsonObject, names: readonly string[], skip: Skip): number | null {
  for (const name of names) {
    const value = object[name];
    if (value === undefined || value === null || value === -1 || value === "-1") continue;
    const count = asCount(value);
    if (count !== undefined) return count;
    // `comments` is a count in one form and a list in another.
    if (typeof value !== "object") skip(name, value);
  }
  return null;
}

/** @returns `count` of a member, as in `{"edge_follow": {"count": 3}}`. */
export function edgeCountOf(object: JsonObject, name: string, skip: Skip): number | null {
  const edge = object[name];
  return isObject(edge) ? countOf(edge, ["count"], (_part, value) => skip(`${name}.count`, value)) : null;
}

/** @returns the first flag among the members, or null if there is none. Values that are not flags are skipped. */
export function flagOf(object: JsonObject, names: readonly string[], skip: Skip): boolean | null {
  for (const name of names) {
    const value = object[name];
    if (value === undefined || value === null) continue;
    const flag = asFlag(value);
    if (flag !== undefined) return flag;
    skip(name, value);
  }
  return null;
}

/**
 * @returns the members of a list, of `{edges: [{node}]}`, of `{data: […]}` or of `{in: […]}`; empty if there is no
 * list.
 */
export function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  const { edges, data, in: inside } = value;
  if (Array.isArray(edges)) return edges.map((edge) => (isObject(edge) ? edge.node : edge));
  return Array.isArray(data) ? data : Array.isArray(inside) ? inside : [];
}

/** @returns a phone number with its country code, if the source gives the code separately. */
export function phoneOf(countryCode: string | null, number: string | null): string | null {
  if (!number || number.startsWith("+") || !countryCode) return number;
  return `+${countryCode.replace(/^\+/, "")}${number.replace(/^0/, "")}`;
}
