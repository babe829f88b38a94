declare module "pgpass" {
  export interface PasswordFileQuery {
    host: string;
    port: number;
    user: string;
    database: string;
  }
  /** Looks a password up in the password file; undefined: it has none for this server, or there is no such file. */
  export default function pgpass(
    server: PasswordFileQuery,
    callback: (password: string | undefined) => void,
  ): void;
}
