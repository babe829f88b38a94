import { SourceError } from "../source-error.js";

/** Suffix of a source's name in the evidence if it was asked by Instagram's number rather than by name. */
export const BY_NUMBER = "#";

/** @returns the sources that called the account absent, with `BY_NUMBER` if asked by number. */
export function absentInOf({ context }: SourceError): string[] {
  return Array.isArray(context.absentIn) ? (context.absentIn as string[]) : [];
}

/** @returns how many answers of this source had been heard when it called the account absent, or null if not recorded. */
export function heardAtOf({ context }: SourceError, witness: string): number | null {
  return (context.heardAt as Record<string, number> | undefined)?.[witness] ?? null;
}

/** @returns whether the name was only guessed (`ProfileRequest`). */
export function isGuessIn({ context }: SourceError): boolean {
  return context.isGuess === true;
}

/** @returns an absence that is certain from earlier answers, without asking any source. */
export function rememberedAbsence(isGuess: boolean): SourceError {
  return new SourceError("not_found", "there is no such account (certain by earlier answers)", {
    isRemembered: true,
    isGuess,
  });
}

/** @returns whether an absence comes from `rememberedAbsence`. */
export function isRememberedIn({ context }: SourceError): boolean {
  return context.isRemembered === true;
}

/** @returns the same absence with all its sources, and how many answers of each had been heard by then. */
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

/** @returns one absence from two, with the sources of both. */
export function bothAbsences(one: SourceError, other: SourceError): SourceError {
  return new SourceError("not_found", one.message, {
    ...one.context,
    absentIn: [...new Set([...absentInOf(one), ...absentInOf(other)])],
    heardAt: { ...(other.context.heardAt as object), ...(one.context.heardAt as object) },
  });
}
