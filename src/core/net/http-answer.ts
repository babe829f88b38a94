import type { IncomingHttpHeaders } from "node:http";

export interface HttpAnswer<Body = string> {
  status: number;
  /** Lower-case names. */
  headers: IncomingHttpHeaders;
  body: Body;
  /** When it arrived, by the database's clock, if that is stored with it. */
  at?: Date;
}
