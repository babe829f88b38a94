import type { Setting } from "../settings/setting.js";

/** Where a value came from, in the order in which they win (design §6). */
export type Origin = "flag" | "environment" | ".env" | "project file" | "user file" | "default";

/** A setting with its value, and where that came from. */
export interface SettingEntry {
  path: string[];
  setting: Setting;
  value: unknown;
  origin: Origin;
}
