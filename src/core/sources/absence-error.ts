import { SourceError } from "../source-error.js";

/** Behind the name of a source in the evidence: it was asked by Instagram's number, not by name. */
export const BY_NUMBER = "#";

/** @returns who called the account absent: names of sources, with `BY_NUMBER` where they were asked so. */
export function absentInOf({ context }: SourceError): string[] {
  return Array.isArray(context.absentIn) ? (context.absentIn as string[]) : [];
}

/** @returns how many answers of this witness had been heard when it called the account absent; null: that was not noted. */
export function heardAtOf({ context }: SourceError, witness: string): number | null {
  return (context.heardAt as Record<string, number> | undefined)?.[witness] ?? null;
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

/** @returns the same absence, with everybody who spoke of it, and how many answers of each had been heard by then. */
export function absenceBy(
  absence: SourceError,
  heardAt: Readonly<Record<string, number>>,
  isGuess: boolean,
): SourceError {
  return new SourceError("not_found", absence.message, {
    ...absence.context,
    absentIn: Object.keys(heardAt),
    heardAt,
    isGuess,
  });
}

/** @returns an absence that both tell of, with the witnesses of both. */
export function bothAbsences(one: SourceError, other: SourceError): SourceError {
  return new SourceError("not_found", one.message, {
    ...one.context,
    absentIn: [...new Set([...absentInOf(one), ...absentInOf(other)])],
    heardAt: { ...(other.context.heardAt as object), ...(one.context.heardAt as object) },
  });
}
