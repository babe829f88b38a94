import type { Config } from "../settings/settings.js";

/** @returns the keys of HikerAPI, each once; none where none is set. */
export function hikerKeys({ hiker: { key, keys } }: Pick<Config, "hiker">): string[] {
  return [...new Set([...(key === null ? [] : [key]), ...keys])];
}
