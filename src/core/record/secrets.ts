import type { LoadedConfig } from "../config/config.js";
import { MASKED, secretsInUrl } from "../settings/secret-urls.js";

/** Removes every known secret from a text, or from every text inside a value. */
export interface Mask {
  text(text: string): string;
  /** A copy of a JSON-like value in which no text, key or number holds a secret. */
  value(value: unknown): unknown;
}

/** Shorter values are not treated as secrets, since they would match inside ordinary words. */
const SHORTEST_SECRET = 4;

/** A mask for the given secrets, also in the forms they take inside a URL, inside JSON, and in basic authentication. */
export function maskOf(secrets: readonly string[]): Mask {
  const forms = [...new Set(secrets.filter(({ length }) => length >= SHORTEST_SECRET).flatMap(formsOf))];
  // Longest first, so that a secret that contains another one is removed as a whole.
  forms.sort((a, b) => b.length - a.length);
  const text = (before: string) => forms.reduce((masked, form) => masked.replaceAll(form, MASKED), before);

  function value(inner: unknown): unknown {
    if (typeof inner === "string") return text(inner);
    if (typeof inner === "number" || typeof inner === "bigint")
      return forms.includes(String(inner)) ? MASKED : inner;
    if (Array.isArray(inner)) return inner.map(value);
    if (inner === null || typeof inner !== "object" || inner instanceof Date) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, held]) => [text(key), value(held)]));
  }
  return { text, value };
}

/** @returns the secrets among the settings: whole keys and tokens, and the password and secret parameters of every URL. */
export function secretsIn(entries: LoadedConfig["entries"]): string[] {
  const given = entries.filter(({ origin }) => origin !== "default");
  return given.flatMap(({ setting, value }) => {
    if (value === null || value === undefined) return [];
    const texts = (typeof value === "object" ? Object.values(value) : [value]).map(String);
    const passwords = texts.flatMap(secretsInUrl);
    return setting.secret === true ? [...texts, ...passwords] : passwords;
  });
}

function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64"),
  ];
}
