import { isIP } from 'node:net';
import { plain, type Reader } from './setting.ts';

/** Names for the private ranges, as Express knows them. */
const RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/**
 * Whose word counts about who asks and by which scheme (`X-Forwarded-For`, `-Proto`, `-Host`); of everybody else it is a
 * word that anybody can put there. None unless somebody says so.
 */
export function trustedProxies(reader: Reader): string[] {
  const named = (plain(reader, 'TRUSTED_PROXIES') ?? '').split(',').map(one => one.trim());
  const proxies = named.filter(Boolean);
  for (const proxy of proxies.filter(one => !isProxy(one))) {
    reader.problems.push(
      `TRUSTED_PROXIES has "${proxy}"; it must be a list, separated by commas, of addresses and networks such as ` +
        `10.0.0.5, 10.0.0.0/8, fd00::/8, or of ${RANGES.join(', ')}.`,
    );
  }
  return proxies;
}

function isProxy(text: string): boolean {
  if (RANGES.includes(text)) return true;
  const [, address = '', bits] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const family = isIP(address);
  // A network of all addresses is everybody, who could then say anything.
  return family !== 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128)));
}
