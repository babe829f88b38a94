import type { Generated, GeneratedAlways, JSONColumnType } from "kysely";

/** The criteria of audiences. */
export interface AudienceTables {
  Audiences: AudiencesTable;
}

interface AudiencesTable {
  id: GeneratedAlways<bigint>;
  name: string;
  criteria: JSONColumnType<Record<string, unknown>>;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
  accounts_wanted: bigint | null;
  accounts_undecided: bigint | null;
  counted_at: Date | null;
}
