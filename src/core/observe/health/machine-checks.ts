import { Resolver } from "node:dns/promises";
import { statfs } from "node:fs/promises";
import { connect } from "node:net";
import { dirname } from "node:path";
import { failed, type HealthCheck, ok, warning } from "./check.js";

const LOW_SHARE = 0.1;
const LOW_BYTES = 2e9;
const NO_BYTES = 200e6;

/** Free space on the disk of the data folder. */
export function diskCheck(dataDir: string): HealthCheck {
  return {
    name: "disk",
    adviceOnFailure: "Check IGMINER_DATA_DIR.",
    async look() {
      const { bavail, blocks, bsize } = await statfsOf(dataDir);
      const free = Number(bavail) * Number(bsize);
      const share = Number(bavail) / Number(blocks);
      const detail = `${free < 1e9 ? `${Math.round(free / 1e6)} MB` : `${(free / 1e9).toFixed(1)} GB`} free (${Math.round(100 * share)} %) at ${dataDir}`;
      const advice =
        "Free some space: igminer purge deletes old records, igminer archive moves old posts into files.";
      if (free < NO_BYTES) return failed(detail, advice);
      return share < LOW_SHARE && free < LOW_BYTES ? warning(detail, advice) : ok(detail);
    },
  };
}

/** If the folder does not exist yet, the nearest parent folder is checked. */
async function statfsOf(path: string): Promise<Awaited<ReturnType<typeof statfs>>> {
  try {
    return await statfs(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(path) === path) throw error;
    return statfsOf(dirname(path));
  }
}

/** A domain that always has mail hosts, used if the store knows none. */
export const KNOWN_DOMAIN = "gmail.com";

/** Whether the DNS servers resolve the mail hosts of a domain. @param servers empty for the machine's own. */
export function dnsCheck(servers: readonly string[], domain = KNOWN_DOMAIN): HealthCheck {
  const named =
    servers.length === 0 ? "the machine's resolver" : `IGMINER_DNS_SERVERS (${servers.join(", ")})`;
  return {
    name: "dns",
    adviceOnFailure: `${named} was asked: check it, or set other servers in IGMINER_DNS_SERVERS.`,
    async look() {
      const hosts = await mailHostsOf(domain, resolverOver(servers)).catch((error: unknown) => {
        if (isUnknownDomain(error)) return [];
        throw new Error(`DNS did not answer when the mail hosts of ${domain} were looked up`, {
          cause: error,
        });
      });
      return hosts.length > 0
        ? ok(`${domain} has ${hosts.length} mail ${hosts.length === 1 ? "host" : "hosts"}`)
        : failed(
            `${domain} has no mail host, according to DNS`,
            `${named} was asked; to ask other servers, set IGMINER_DNS_SERVERS.`,
          );
    },
  };
}

/** Whether this machine can reach mail hosts at all: most home and cloud networks block port 25. */
export function mailPortCheck(port: number, servers: readonly string[], domain = KNOWN_DOMAIN): HealthCheck {
  const advice =
    "The network blocks this port, so that verify-emails --smtp cannot work here. Use another machine.";
  return {
    name: `port ${port}`,
    adviceOnFailure: advice,
    async look(signal) {
      const resolver = resolverOver(servers);
      const address = await mailHostAddress(domain, resolver);
      if (address === null)
        return warning(`not tried: DNS gave no mail host of ${domain}`, "See the check dns.");
      const { host } = address;
      const banner = await bannerOf(address.ip, port, signal);
      return banner.startsWith("220")
        ? ok(`${host} answers`)
        : failed(`${host} says: ${banner.slice(0, 60)}`, advice);
    },
  };
}

function resolverOver(servers: readonly string[]): Resolver {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
}

async function mailHostsOf(domain: string, resolver: Resolver): Promise<string[]> {
  const hosts = await resolver.resolveMx(domain);
  return hosts.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange);
}

/** @returns null if DNS gives no address, which is not the port's fault. */
async function mailHostAddress(
  domain: string,
  resolver: Resolver,
): Promise<{ host: string; ip: string } | null> {
  try {
    const [host] = await mailHostsOf(domain, resolver);
    const [ip] = host === undefined ? [] : await resolver.resolve4(host);
    return host === undefined || ip === undefined ? null : { host, ip };
  } catch {
    return null;
  }
}

function isUnknownDomain(error: unknown): boolean {
  return ["ENOTFOUND", "ENODATA"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function bannerOf(address: string, port: number, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    socket.setEncoding("utf8").once("data", (text) => {
      socket.end("QUIT\r\n");
      resolve(String(text).trim());
    });
    socket.once("error", reject);
    // Without an error, destroying the socket would leave the promise pending.
    signal.addEventListener("abort", () => socket.destroy(new Error("no answer")), { once: true });
  });
}
