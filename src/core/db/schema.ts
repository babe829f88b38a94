import type { AudienceTables } from "./schema/audiences.js";
import type { CloneTables } from "./schema/clones.js";
import type { DiscoveryTables } from "./schema/discovery.js";
import type { EmailTables } from "./schema/email.js";
import type { EnrichmentTables } from "./schema/enrichment.js";
import type { HouseTables } from "./schema/house.js";
import type { MiningTables } from "./schema/mining.js";
import type { MoneyTables } from "./schema/money.js";
import type { OperationsTables } from "./schema/operations.js";
import type { OutreachTables } from "./schema/outreach.js";

/**
 * The tables as kysely sees them, one file per area; test/db/schema.test.ts compares them with the migrated database.
 * `bigint` columns are returned as JavaScript bigint on both drivers, so that no digit of an id is lost.
 */
export interface Schema
  extends HouseTables,
    MiningTables,
    EnrichmentTables,
    AudienceTables,
    DiscoveryTables,
    EmailTables,
    CloneTables,
    OutreachTables,
    OperationsTables,
    MoneyTables {}
