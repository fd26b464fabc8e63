import type { Clock } from '../../platform/clock.ts';
import { type Asked, type HttpUnderTest, startHttp } from '../../platform/http-under-test.ts';
import { type TelegramUnderTest, telegramUnderTest } from './telegram-under-test.ts';
import { type TwilioUnderTest, twilioUnderTest } from './twilio-under-test.ts';

export type Providers = HttpUnderTest & {
  twilio: TwilioUnderTest;
  telegram: TelegramUnderTest;
  /** An incoming webhook, and what was posted to it. */
  slack: { url: string; posted: { text: string; blocks: readonly object[] }[] };
  /** A partner's endpoint, and what was posted to it. */
  partner: { url: string; posted: Asked[] };
};

/**
 * Twilio, Telegram, Slack and a partner, all in one server in memory. They answer as documented; `hinder` puts something
 * else in the place of any answer. `clock` gives Twilio's messages their times.
 */
export async function startProviders(clock: Clock): Promise<Providers> {
  const twilio = twilioUnderTest(clock);
  const telegram = telegramUnderTest();
  const slack: Providers['slack'] = { url: '', posted: [] };
  const partner: Providers['partner'] = { url: '', posted: [] };
  const http = await startHttp(asked => {
    const { pathname } = asked.url;
    if (pathname.startsWith('/services/')) {
      slack.posted.push(JSON.parse(asked.body));
      return { status: 200, body: 'ok' };
    }
    if (pathname === '/partner') {
      partner.posted.push(asked);
      return { status: 204 };
    }
    return twilio.answer(asked) ?? telegram.answer(asked) ?? { status: 404, body: 'Not Found' };
  });
  slack.url = `${http.url}/services/T0/B0/X`;
  partner.url = `${http.url}/partner`;
  return { ...http, twilio, telegram, slack, partner };
}
