import { parsePostgresUri } from "./postgres-uri.js";

/** Replaces a secret wherever a value is shown. */
export const MASKED = "••••••";
/** Names of URL parameters with secret values: node-postgres reads user and password from them, other services tokens. */
const SECRET_PARAMETER =
  /^(user|pw|.*(pass|pwd|secret|token|key|sig|auth|credential|jwt|bearer|session).*)$/i;

/**
 * @returns a URL for display, with user, password and secret parameters masked. A URL that cannot be parsed is masked as a
 * whole.
 */
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

/** All secrets in a URL, both as written and decoded. Empty if the text is not a URL. */
export function secretsInUrl(text: string): string[] {
  const url = readUrl(text);
  if (url === null) return [];
  const secrets = [...parametersIn(text), ...parametersIn(url.href)]
    .filter(([name, value]) => SECRET_PARAMETER.test(name) && name !== "user" && value !== "")
    // A plus is a space to a form, and itself to others.
    .flatMap(([, value]) => [value, plain(value), plain(value.replaceAll("+", " "))])
    .flatMap((value) => [value, encodeURIComponent(value)]);
  // A user without a password is a token (`https://TOKEN@host`); with a database it is a name.
  if (url.password === "" && url.username !== "" && !/^postgres(ql)?:$/.test(url.protocol))
    return [...secrets, url.username, plain(url.username)];
  if (url.password === "") return secrets;
  const [username, password] = [plain(url.username), plain(url.password)];
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  // A password equal to the user name is not secret, and by itself may be any word, such as "igminer".
  if (username === password) return [...secrets, `:${url.password}@`, basic];
  return [...secrets, url.password, password, basic];
}

/** The parameters of a URL, their values as they are written. */
function parametersIn(url: string): [name: string, value: string][] {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? "";
  return query.split("&").map((part) => {
    const [name = "", ...value] = part.split("=");
    return [plain(name), value.join("=")];
  });
}

function readUrl(text: string): URL | null {
  if (/^postgres(ql)?:/.test(text)) return parsePostgresUri(text) === null ? null : readPostgres(text);
  return URL.canParse(text) ? new URL(text) : null;
}

/** WHATWG URLs do not allow libpq's empty host after a user, so a host is inserted. */
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
