import type { IncomingHttpHeaders } from "node:http";

export interface HttpAnswer<Body = string> {
  status: number;
  /** Lower-case names. */
  headers: IncomingHttpHeaders;
  body: Body;
  /** When it came, by the database's clock, where that is written down with it. */
  at?: Date;
}
