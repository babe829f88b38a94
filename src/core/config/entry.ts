import type { Setting } from "../settings/setting.js";

/** The origin of a value, highest precedence first (design §6). */
export type Origin = "flag" | "environment" | ".env" | "project file" | "user file" | "default";

/** A setting with its value and the value's origin. */
export interface SettingEntry {
  path: string[];
  setting: Setting;
  value: unknown;
  origin: Origin;
}
