import type { Config } from "../settings/settings.js";

/** @returns the HikerAPI keys without duplicates; empty if none is set. */
export function hikerKeys({ hiker: { key, keys } }: Pick<Config, "hiker">): string[] {
  return [...new Set([...(key === null ? [] : [key]), ...keys])];
}
