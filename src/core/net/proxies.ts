const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 600_000;

export interface ProxyRotation {
  /** The next proxy in turn that is not resting; if all rest, the one that is back first; null if there are none. */
  next(): URL | null;
  succeeded(proxy: URL): void;
  /** Rests the proxy for 30 s, twice as long after each further failure, up to 10 minutes. */
  failed(proxy: URL): void;
}

/** Takes proxies in turn and lets failing ones rest. @param nowMs a monotonic clock. */
export function rotateProxies(urls: readonly URL[], nowMs: () => number): ProxyRotation {
  const proxies = urls.map((url) => ({ url, restsUntilMs: 0, failures: 0 }));
  const byHref = new Map(proxies.map((proxy) => [proxy.url.href, proxy]));
  let turn = 0;
  return {
    next() {
      const now = nowMs();
      for (let step = 0; step < proxies.length; step++) {
        const proxy = proxies[(turn + step) % proxies.length];
        if (proxy === undefined || proxy.restsUntilMs > now) continue;
        turn = (turn + step + 1) % proxies.length;
        return proxy.url;
      }
      const soonest = [...proxies].sort((a, b) => a.restsUntilMs - b.restsUntilMs)[0];
      return soonest?.url ?? null;
    },
    succeeded(url) {
      const proxy = byHref.get(url.href);
      if (proxy) Object.assign(proxy, { failures: 0, restsUntilMs: 0 });
    },
    failed(url) {
      const proxy = byHref.get(url.href);
      if (!proxy) return;
      const restMs = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** proxy.failures);
      Object.assign(proxy, { failures: proxy.failures + 1, restsUntilMs: nowMs() + restMs });
    },
  };
}
