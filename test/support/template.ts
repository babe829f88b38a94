/** The migrated database that tests copy. */
export const TEMPLATE_DATABASE = "igminer_template";

export const POOL = {
  poolSize: 4,
  statementTimeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  ssl: null,
  applicationName: "igminer-test",
  patienceSeconds: 60,
};
