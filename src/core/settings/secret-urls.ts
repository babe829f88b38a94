import { parsePostgresUri } from "./postgres-uri.js";

/** What stands for a secret where a value is shown. */
export const MASKED = "••••••";
/** Names of URL parameters whose values are secrets: node-postgres takes user and password from there, others tokens. */
const SECRET_PARAMETER = /^(user|.*(pass|pwd|secret|token|key|sig|auth|credential).*)$/i;

/** @returns a URL as it may be shown: without user, password and parameters that hold secrets; nothing of one that cannot be read. */
export function shownUrl(text: string): string {
  const url = readUrl(text);
  if (url === null) return MASKED;
  const isSecret = [...url.searchParams.keys()].some((name) => SECRET_PARAMETER.test(name));
  if (url.username === "" && url.password === "" && !isSecret) return text;
  const user = url.username === "" && url.password === "" ? "" : `${MASKED}@`;
  const parameters = [...url.searchParams].map(
    ([name, value]) => `${name}=${SECRET_PARAMETER.test(name) ? MASKED : value}`,
  );
  return `${url.protocol}//${user}${url.host}${url.pathname}${parameters.length > 0 ? `?${parameters.join("&")}` : ""}`;
}

/** Every secret in a URL, as it is written and as it is meant. Of a text that is no URL: none. */
export function secretsInUrl(text: string): string[] {
  const url = readUrl(text);
  if (url === null) return [];
  const secrets = [...url.searchParams]
    .filter(([name, value]) => SECRET_PARAMETER.test(name) && name !== "user" && value !== "")
    .flatMap(([, value]) => [value, encodeURIComponent(value)]);
  // A user of a web server without a password is a token (`https://TOKEN@host`); one of a database is a name.
  if (url.password === "" && url.username !== "" && /^https?:$/.test(url.protocol))
    return [...secrets, url.username, plain(url.username)];
  if (url.password === "") return secrets;
  const [username, password] = [plain(url.username), plain(url.password)];
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  // A password that is the user's name is no secret, and by itself may be any word, as "igminer" is.
  if (username === password) return [...secrets, `:${url.password}@`, basic];
  return [...secrets, url.password, password, basic];
}

function readUrl(text: string): URL | null {
  if (/^postgres(ql)?:/.test(text)) return parsePostgresUri(text) === null ? null : readPostgres(text);
  return URL.canParse(text) ? new URL(text) : null;
}

/** libpq's empty host beside a user is none to WHATWG: one is lent to it. */
function readPostgres(text: string): URL | null {
  const whole = text.replace(/^(\w+:\/\/[^@/?#]*@)(?=[/?]|$)/, "$1local-socket");
  return URL.canParse(whole) ? new URL(whole) : null;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
