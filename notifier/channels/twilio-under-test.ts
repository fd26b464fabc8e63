import { createHash } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Answer, Asked } from '../../platform/http-under-test.ts';

export const ACCOUNT_SID = 'AC00000000000000000000000000000001';
export const AUTH_TOKEN = '12345';

export type TwilioMessage = {
  sid: string;
  to: string;
  from: string;
  body: string;
  status: string;
  errorCode: number | null;
  createdAt: number;
  sentAt: number | null;
  statusCallback: string | null;
};

/** What Twilio has been given, and how it answers to the numbers of its test credentials. */
export type TwilioUnderTest = {
  messages: TwilioMessage[];
  answer(asked: Asked): Answer | null;
  /** A refusal in Twilio's form. */
  refusal(status: number, code: number, message?: string): Answer;
};

// https://www.twilio.com/docs/iam/test-credentials
const MAGIC_TO = new Map([
  ['+15005550001', 21211],
  ['+15005550002', 21612],
  ['+15005550003', 21408],
  ['+15005550004', 21610],
  ['+15005550009', 21614],
]);
const MAGIC_FROM = new Map([
  ['+15005550001', 21212],
  ['+15005550007', 21606],
  ['+15005550008', 21611],
]);

const MESSAGES = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages`;

export function twilioUnderTest(clock: Clock): TwilioUnderTest {
  const messages: TwilioMessage[] = [];

  function create(form: URLSearchParams): Answer {
    const to = form.get('To') ?? '';
    const from = form.get('From') ?? '';
    const code = MAGIC_TO.get(to) ?? MAGIC_FROM.get(from);
    if (code !== undefined) return refusal(400, code);
    const service = form.get('MessagingServiceSid');
    if (!from && !service) return refusal(400, 21603, "A 'From' phone number is required.");
    if (!form.get('Body')) return refusal(400, 21602, 'Message body is required.');
    const message: TwilioMessage = {
      sid: `SM${createHash('md5').update(`${messages.length}`).digest('hex')}`,
      to,
      from,
      body: form.get('Body')!,
      // https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
      status: service ? 'accepted' : 'queued',
      errorCode: null,
      createdAt: clock.now(),
      sentAt: null,
      statusCallback: form.get('StatusCallback'),
    };
    messages.push(message);
    return { status: 201, body: resource(message) };
  }

  function list(query: URLSearchParams): Answer {
    const size = Number(query.get('PageSize') ?? 50);
    const found = messages
      .filter(({ to }) => !query.has('To') || to === query.get('To'))
      .toSorted((a, b) => b.createdAt - a.createdAt)
      .slice(0, size);
    const page = { page: 0, page_size: size, next_page_uri: null, uri: `${MESSAGES}.json` };
    return { status: 200, body: { ...page, messages: found.map(resource) } };
  }

  return {
    messages,
    refusal,
    answer: ({ method, url, headers, body }) => {
      if (!url.pathname.startsWith('/2010-04-01/')) return null;
      const expected = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`;
      if (headers.authorization !== expected) return refusal(401, 20003, 'Authenticate');
      if (url.pathname === `${MESSAGES}.json`) {
        return method === 'POST' ? create(new URLSearchParams(body)) : list(url.searchParams);
      }
      const one = messages.find(({ sid }) => url.pathname === `${MESSAGES}/${sid}.json`);
      return one ? { status: 200, body: resource(one) } : refusal(404, 20404, 'The requested resource was not found');
    },
  };
}

function refusal(status: number, code: number, message = `Error ${code}`): Answer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

function resource(message: TwilioMessage): object {
  return {
    account_sid: ACCOUNT_SID,
    api_version: '2010-04-01',
    sid: message.sid,
    to: message.to,
    from: message.from,
    body: message.body,
    status: message.status,
    error_code: message.errorCode,
    error_message: null,
    direction: 'outbound-api',
    num_segments: '1',
    date_created: new Date(message.createdAt).toUTCString().replace('GMT', '+0000'),
    date_sent: message.sentAt === null ? null : new Date(message.sentAt).toUTCString().replace('GMT', '+0000'),
    date_updated: new Date(message.createdAt).toUTCString().replace('GMT', '+0000'),
    uri: `${MESSAGES}/${message.sid}.json`,
  };
}
