import { BlockList, isIP } from "node:net";

/**
 * Networks without public mail hosts (RFC 6890): a domain naming one of them would make us connect to our own network.
 */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv6");

/** @returns whether an address is in a private network, also through an IPv6 address that contains an IPv4 one. */
export function isPrivate(address: string): boolean {
  if (isIP(address) !== 6) return PRIVATE.check(address, "ipv4");
  const carried = carriedIpv4(address);
  return PRIVATE.check(address, "ipv6") || (carried !== null && PRIVATE.check(carried, "ipv4"));
}

/**
 * IPv6 addresses that contain an IPv4 one: IPv4-mapped and -compatible (RFC 4291), NAT64 (RFC 6052, RFC 8215), 6to4
 * (RFC 3056).
 */
const CARRYING: readonly [prefix: string, bits: number, octetsFrom: number][] = [
  ["::ffff:0:0", 96, 12],
  ["::", 96, 12],
  ["64:ff9b::", 96, 12],
  ["64:ff9b:1::", 48, 12],
  ["2002::", 16, 2],
];
const CARRIERS = CARRYING.map(([prefix, bits, octetsFrom]) => {
  const network = new BlockList();
  network.addSubnet(prefix, bits, "ipv6");
  return { network, octetsFrom };
});

function carriedIpv4(address: string): string | null {
  const carrier = CARRIERS.find(({ network }) => network.check(address, "ipv6"));
  if (carrier === undefined) return null;
  return octetsOf(address)
    .slice(carrier.octetsFrom, carrier.octetsFrom + 4)
    .join(".");
}

/** The sixteen octets of an IPv6 address; a URL writes any form of it in full hexadecimal groups. */
function octetsOf(address: string): number[] {
  const host = new URL(`http://[${address.replace(/%.*$/, "")}]`).hostname.slice(1, -1);
  const [front = "", back] = host.split("::");
  const groups = (part: string | undefined) => (part ? part.split(":") : []);
  const filled =
    back === undefined
      ? groups(front)
      : [
          ...groups(front),
          ...Array(8 - groups(front).length - groups(back).length).fill("0"),
          ...groups(back),
        ];
  return filled.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
}
