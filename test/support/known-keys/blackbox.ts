import { z } from 'zod';
import { duration } from './parts.ts';

// The settings of blackbox_exporter 0.28 that the stack may use, out of its CONFIGURATION.md. Debian's, which reads the
// same file in the tests, is older.

const common = { timeout: duration };
const preferred_ip_protocol = z.enum(['ip4', 'ip6']);

const http = z.strictObject({
  method: z.enum(['GET', 'HEAD', 'POST']),
  valid_status_codes: z.array(z.int()).optional(),
  preferred_ip_protocol,
  follow_redirects: z.boolean(),
});

const tcp = z.strictObject({
  preferred_ip_protocol,
  query_response: z.array(z.strictObject({ expect: z.string() }).or(z.strictObject({ send: z.string() }))).optional(),
});

export const blackboxSettings = z.strictObject({
  modules: z.record(
    z.string(),
    z.discriminatedUnion('prober', [
      z.strictObject({ prober: z.literal('http'), http, ...common }),
      z.strictObject({ prober: z.literal('tcp'), tcp, ...common }),
    ]),
  ),
});
