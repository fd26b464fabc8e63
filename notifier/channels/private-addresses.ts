import type { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

// What is not somebody's server on the Internet: RFC 6890 and its registries.
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  // With all that writes an IPv4 address as the last of IPv6, but for ::ffff:0:0/96, which is checked as IPv4.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}

export function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

const LOCALHOST = /(^|\.)localhost$/i;

/** Of the host of a URL: whether nobody outside would find it. A name is taken for one that the world knows. */
export function isInside(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? LOCALHOST.test(hostname) : isPrivate(address);
}

/**
 * Finds the addresses of a name, and leaves out those inside the house: who owns the name decides where it leads, and
 * nothing of ours shall be called on their word. It is the lookup of the connection itself, so the name can't lead
 * elsewhere between the check and the call. An IP address is not looked up and `localhost` is let through: whoever wrote
 * those meant them.
 */
export function publicLookup(resolve: typeof lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const allowed = LOCALHOST.test(hostname) ? addresses : addresses.filter(({ address }) => !isPrivate(address));
      const [first] = allowed;
      if (!first) return callback(new Error(`${hostname} leads to a private address`), '', 0);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
