import type { Generated, GeneratedAlways } from "kysely";
import type { AbsenceColumn, QueueColumns } from "./queue.js";

/** The clone watch: tasks, watched accounts with candidate names, pictures. */
export interface CloneTables {
  CloneTask: CloneTaskTable;
  UsersToClone: UsersToCloneTable;
  CloneRuleYield: CloneRuleYieldTable;
  DismissedClone: DismissedCloneTable;
  ProfilePicture: ProfilePictureTable;
  AccountPicture: AccountPictureTable;
}

/**
 * `official`: verified, on the watched account's own domain, or linked by it; `affiliate`: claims to be part of the
 * watched organisation (a store, a team, a country), which cannot be proved.
 */
export type Verdict = "clone" | "suspicious" | "fan" | "official" | "affiliate" | "unrelated";
export type PictureMark = "flat" | "default";

interface CloneTaskTable {
  id: GeneratedAlways<bigint>;
  target_female: Generated<number>;
  target_male: Generated<number>;
  target_country: string | null;
  bio_lang: Generated<string | null>;
  gender_conf_min: Generated<number>;
  posts_min: Generated<bigint>;
  posts_max: Generated<bigint>;
  followers_min: Generated<bigint>;
  followers_max: Generated<bigint>;
  following_min: Generated<bigint>;
  following_max: Generated<bigint>;
  has_link: Generated<boolean | null>;
  filled_female: Generated<number>;
  filled_male: Generated<number>;
  female_after_id: Generated<bigint>;
  male_after_id: Generated<bigint>;
  next_search_at: Date | null;
  served_at: Date | null;
  created_at: Generated<Date>;
  audience: string | null;
}

interface UsersToCloneTable extends QueueColumns, AbsenceColumn {
  id: GeneratedAlways<bigint>;
  account_id: bigint | null;
  watched_username: string | null;
  task_id: bigint | null;
  is_watch: Generated<boolean>;
  alt_username: string | null;
  alt_name_unique: Generated<boolean>;
  rule: string | null;
  next_usernames: Generated<string[]>;
  next_rules: Generated<string[]>;
  names_tried: Generated<number>;
  varied_at: Date | null;
  searched_at: Date | null;
  clone_id: bigint | null;
  score: number | null;
  verdict: Verdict | null;
  reasons: Generated<string[]>;
  first_seen: Date | null;
  last_seen: Date | null;
  gone_at: Date | null;
  created_at: Generated<Date>;
}

interface CloneRuleYieldTable {
  rule: string;
  tried: Generated<bigint>;
  existing: Generated<bigint>;
  found: Generated<bigint>;
}

interface DismissedCloneTable {
  account_id: bigint;
  clone_id: bigint;
  note: string | null;
  dismissed_at: Generated<Date>;
}

interface ProfilePictureTable {
  sha256: string;
  phash: string;
  variants: string[];
  quality: number;
  mark: PictureMark | null;
  width: number;
  height: number;
  bytes: number;
  first_seen: Generated<Date>;
}

interface AccountPictureTable extends QueueColumns {
  id: bigint;
  sha256: string | null;
  link_key: string | null;
  fetched_at: Date | null;
}
