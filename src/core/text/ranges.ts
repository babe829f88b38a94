/** Both ends are inclusive; a missing end is open. */
export interface Range {
  min?: number;
  max?: number;
}

/** "count": a whole number, such as 1k; "share": a part of one, written as 2% or 0.02; "number": any, such as 1.5. */
export type RangeUnit = "count" | "share" | "number";

/** Why a text is no range, worded to complete "--followers 5: …". */
export class NotARange extends Error {
  override readonly name = "NotARange";
}

const FACTORS: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  t: 1e3,
  tsd: 1e3,
  m: 1e6,
  mio: 1e6,
  mn: 1e6,
  mln: 1e6,
  b: 1e9,
  bn: 1e9,
};
const NUMBER = /^([+-]?)(\d[\d.,'_\s]*)\s*(\p{L}*)\.?\s*(%?)$/u;
/** Between two ends; the sign of a number is not a separator, so that -5%-10% has one. */
const BETWEEN = /^(.*[\p{L}\p{N}%.])\s*(?:-|–|—|\.\.\.?|…|\bto\b|\bbis\b)\s*([+-]?\s*\d.*)$/u;

/**
 * Parses a range as people write it: `1k-50k`, `1,000–50,000`, `1k..50k`, `1k-` and `1k+` (at least), `-50k` and
 * `<=50k` (at most), `>=2%`. In a range of shares that starts below zero, use `..`, as in `-5%..10%`, or a `%` before
 * the dash.
 * @throws NotARange with the reason. A single number is refused, because it may mean either end.
 */
export function readRange(text: string, unit: RangeUnit): Range {
  const given = text.normalize("NFKC").trim().toLowerCase();
  const [from, to] = endsOf(given, text);
  const range = {
    ...(from !== null && { min: numberOf(from, unit) }),
    ...(to !== null && { max: numberOf(to, unit) }),
  };
  if (range.min !== undefined && range.max !== undefined && range.min > range.max)
    throw new NotARange("the first number is above the second");
  return range;
}

function endsOf(given: string, text: string): [from: string | null, to: string | null] {
  const least =
    /^(?:>=|=>|≥|from |ab |min )\s*(.+)$/u.exec(given) ?? /^(.+?)\s*(?:-|–|—|\.\.\.?|…|\+)$/u.exec(given);
  if (least !== null) return [least[1] as string, null];
  const most = /^(?:<=|=<|≤|up to |bis |max )\s*(.+)$/u.exec(given) ?? /^(?:\.\.\.?|…)\s*(.+)$/u.exec(given);
  if (most !== null) return [null, most[1] as string];
  if (/^[<>]/.test(given)) throw new NotARange("the ends are included: write >= or <=");
  const both = BETWEEN.exec(given);
  if (both !== null) return [both[1] as string, both[2] as string];
  const open = /^[-–—]\s*(.+)$/u.exec(given);
  if (open !== null) return [null, open[1] as string];
  throw new NotARange(
    NUMBER.test(given)
      ? `one number is not a range: write ${text.trim()}- for at least, -${text.trim()} for at most`
      : "expected a range such as 1k-50k, 1k- or -50k",
  );
}

function numberOf(text: string, unit: RangeUnit): number {
  const match = NUMBER.exec(text.trim());
  const factor = match === null ? undefined : FACTORS[match[3] as string];
  if (match === null || factor === undefined) throw new NotARange(`${text.trim()} is not a number`);
  const [, sign, digits, word, percent] = match as unknown as [string, string, string, string, string];
  if (percent !== "" && unit !== "share") throw new NotARange("it is not a share: write it without %");
  const value = (sign === "-" ? -1 : 1) * plainNumber(digits, word !== "") * factor;
  switch (unit) {
    case "count":
      if (!Number.isInteger(Math.round(value * 1e6) / 1e6) || value < 0)
        throw new NotARange(`${text.trim()} is not a whole number`);
      return Math.round(value);
    case "share":
      if (percent === "" && Math.abs(value) > 1)
        throw new NotARange(`it is a share: write ${text.trim()}% or ${value / 100}`);
      return percent === "" ? value : Number((value / 100).toPrecision(12));
    case "number":
      return value;
    default:
      return unit satisfies never;
  }
}

/**
 * Groups of three digits are thousands (1,000, 1.000); a single separator before other digits is a decimal separator
 * (1.5, 1,5).
 */
function plainNumber(digits: string, hasFactor: boolean): number {
  const compact = digits.replace(/[\s'_]/g, "");
  if (/^\d{1,3}([.,]\d{3})+$/.test(compact) && !hasFactor && !compact.startsWith("0"))
    return Number(compact.replace(/[.,]/g, ""));
  if (/^\d+([.,]\d+)?$/.test(compact)) return Number(compact.replace(",", "."));
  throw new NotARange(`${digits.trim()} is not a number`);
}

const DAYS: Readonly<Record<string, number>> = {
  h: 1 / 24,
  d: 1,
  day: 1,
  days: 1,
  w: 7,
  week: 7,
  weeks: 7,
  month: 30,
  months: 30,
  y: 365,
  year: 365,
  years: 365,
};

/**
 * @returns the days in a period such as `30d`, `-30d` (within the last 30 days), `4w`, `2 months`; null if it is none.
 */
export function readDays(text: string): number | null {
  const match = /^-?\s*(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim().toLowerCase());
  const each = match === null ? undefined : DAYS[match[2] as string];
  return match === null || each === undefined ? null : Math.max(1, Math.round(Number(match[1]) * each));
}
