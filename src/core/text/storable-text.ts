/// <reference lib="es2024.string" />

/**
 * Makes text acceptable to PostgreSQL: removes NUL, and turns each lone surrogate into U+FFFD. Nothing else changes.
 * Every external text must pass through here before it is bound.
 */
export function cleanText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}
