import pg from "pg";
import { runIgminer } from "./processes.js";

/** Creates an empty, migrated database of that name on a server, replacing an existing one. @returns its URL. */
export async function freshDatabase(server: string, name: string): Promise<string> {
  const client = new pg.Client(`${server}/postgres`);
  await client.connect();
  await client.query(`drop database if exists ${name}`);
  await client.query(`create database ${name}`);
  await client.end();
  await runIgminer(["migrate"], { DATABASE_URL: `${server}/${name}` });
  return `${server}/${name}`;
}
