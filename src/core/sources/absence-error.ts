import { SourceError } from "../source-error.js";

/** Behind the name of a source in the evidence: it was asked by Instagram's number, not by name. */
export const BY_NUMBER = "#";

/** @returns who called the account absent: names of sources, with `BY_NUMBER` where they were asked so. */
export function absentInOf({ context }: SourceError): string[] {
  return Array.isArray(context.absentIn) ? (context.absentIn as string[]) : [];
}

/** @returns whether the name was only thought of (`ProfileRequest`). */
export function isGuessIn({ context }: SourceError): boolean {
  return context.isGuess === true;
}

/** @returns an absence that is certain by what was said earlier: nobody was asked. */
export function rememberedAbsence(isGuess: boolean): SourceError {
  return new SourceError("not_found", "there is no such account (certain by earlier answers)", {
    isRemembered: true,
    isGuess,
  });
}

export function isRememberedIn({ context }: SourceError): boolean {
  return context.isRemembered === true;
}

/** @returns the same absence, with everybody who spoke of it. */
export function absenceBy(absence: SourceError, witnesses: readonly string[], isGuess = false): SourceError {
  return new SourceError("not_found", absence.message, {
    ...absence.context,
    absentIn: [...new Set([...absentInOf(absence), ...witnesses])],
    isGuess: isGuess || isGuessIn(absence),
  });
}
