declare module "pgpass" {
  export interface PasswordFileQuery {
    host: string;
    port: number;
    user: string;
    database: string;
  }
  /** Looks a password up in the password file; undefined if there is no such file or no entry for this server. */
  export default function pgpass(
    server: PasswordFileQuery,
    callback: (password: string | undefined) => void,
  ): void;
}
