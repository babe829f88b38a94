import type { IncomingHttpHeaders } from "node:http";

export interface HttpAnswer<Body = string> {
  status: number;
  /** Lower-case names. */
  headers: IncomingHttpHeaders;
  body: Body;
}
