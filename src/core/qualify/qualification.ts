import type { AccountKind } from "../db/schema/enrichment.js";
import { MOST_READ } from "../text/clean-text.js";

/** The texts of an account that local rules and a model see. */
export interface AccountTexts {
  fullName: string | null;
  biography: string | null;
  category: string | null;
}

/** @returns the part of each text that is read. */
export function readPart({ fullName, biography, category }: AccountTexts): AccountTexts {
  const cut = (text: string | null) => text?.slice(0, MOST_READ) ?? null;
  return { fullName: cut(fullName), biography: cut(biography), category: cut(category) };
}

export const GENDERS = ["female", "male", "other"] as const;
export type Gender = (typeof GENDERS)[number];

export const ACCOUNT_KINDS = ["person", "business", "fan", "bot"] as const satisfies AccountKind[];

/** A closed list: free words could not be searched, and a bio could dictate them. */
export const TOPICS = [
  "animals",
  "art",
  "beauty",
  "books",
  "business",
  "cars",
  "comedy",
  "crafts",
  "dance",
  "education",
  "family",
  "fashion",
  "film",
  "fitness",
  "food",
  "gaming",
  "gardening",
  "health",
  "home",
  "lifestyle",
  "music",
  "nature",
  "news",
  "photography",
  "politics",
  "religion",
  "science",
  "sports",
  "technology",
  "travel",
  "weddings",
] as const;
export type Topic = (typeof TOPICS)[number];
export const MOST_TOPICS = 3;

/** The findings about an account; null if unknown. */
export interface Qualification {
  /** ISO 639-1, upper case. */
  language: string | null;
  gender: Gender | null;
  /** 0 (no better than a guess) to 5 (the account says so). */
  genderConfidence: number;
  kind: AccountKind | null;
  topics: Topic[];
  /** "local", or the name of the model. */
  by: string;
}
