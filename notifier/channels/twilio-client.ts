import type { Twilio } from 'twilio';
import type { Called, HttpCaller } from '../../platform/http-call.ts';
import type { TwilioAccess } from '../settings.ts';

/** What the client asked Twilio, and what came of it. */
export type TwilioCall<T> = { result: T } | { error: unknown; called: Called | null };

type ClientRequest = {
  method: string;
  uri: string;
  username?: string;
  password?: string;
  headers?: Record<string, string>;
  params?: Record<string, unknown>;
  data?: Record<string, unknown>;
};

/**
 * Asks Twilio through its own client. The client makes requests and reads answers; the request itself is sent as all of
 * ours are, because what decides about a second SMS is whether the first had left, which the client would not say.
 */
export async function askTwilio<T>(
  { access, http }: { access: TwilioAccess; http: HttpCaller },
  ask: (client: Twilio) => Promise<T>,
  signal: AbortSignal,
): Promise<TwilioCall<T>> {
  // 15 MB, which a process that sends no SMS need not have.
  const { default: twilio } = await import('twilio');
  let called: Called | null = null;
  const request = async (request: ClientRequest) => {
    called = await http.call(written(access, request), signal);
    if (called.kind !== 'answered') throw new Error(called.said);
    const { status: statusCode, body, headers } = called;
    return { statusCode, body, headers };
  };
  const client = twilio(access.accountSid, access.authToken, {
    // Of its class the client uses nothing but this function.
    httpClient: { request } as unknown as InstanceType<typeof twilio.RequestClient>,
    // Or it would read settings of ours that app/config.ts knows nothing of.
    env: {},
  });
  try {
    return { result: await ask(client) };
  } catch (error) {
    return { error, called };
  }
}

function written(access: TwilioAccess, { method, uri, username, password, headers, params, data }: ClientRequest) {
  const url = new URL(uri);
  if (access.apiUrl !== null) {
    const base = new URL(access.apiUrl);
    url.protocol = base.protocol;
    url.host = base.host;
    if (base.port === '') url.port = '';
  }
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(data ?? {})) {
    if (value !== undefined) form.append(name, String(value));
  }
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return {
    method: method === 'get' ? ('GET' as const) : ('POST' as const),
    url: url.href,
    headers: { ...headers, authorization },
    ...(method !== 'get' && { body: form.toString() }),
  };
}
