import type { Instant } from '../../platform/clock.ts';
import type { LocalizedText } from '../../tracker/lifecycle.ts';
import type { Cause } from '../evidence.ts';
import type { AskedOrder, EvidenceProvider, Facts } from '../evidence-provider.ts';
import type { Deploy } from '../evidence-readers.ts';
import { lengthInWords } from '../sentences.ts';
import { ofEach } from './of-each.ts';
import { CONTEXT, WEIGHTS } from './weights.ts';

/** Harm that begins later has another reason. */
const SOON_MS = 6 * 3_600_000;
/** So many orders, or messages that can't be read, are no coincidence. */
const LEAST = 3;
/** What was under way when it was deployed may still have gone on by the old version. */
const UNDER_WAY_MS = 10 * 60_000;

/** The system whose move is missing was deployed right before the trouble began. */
export const deploys: EvidenceProvider = {
  name: 'deploys',
  look: async (facts, orders) =>
    ofEach('deploys', orders, order => {
      const deploy = facts.deploys.find(one => isOf(one, order.owner) && isJustBefore(one, order));
      if (!deploy) return null;
      const { service, version, at } = deploy;
      const harm = harmOf(deploy, order, facts);
      const before = lengthInWords((order.limitAt ?? facts.at) - at);
      const text: LocalizedText = {
        en: `${service} ${version} was deployed ${before.en} before it was late${harm ? `; ${harm.en}` : ''}.`,
        ru: `${service} ${version}: выкладка за ${before.ru} до опоздания${harm ? `; ${harm.ru}` : ''}.`,
      };
      return {
        kind: 'deploy',
        weight: harm ? WEIGHTS.deploy : CONTEXT,
        at,
        text,
        link: '/deploys',
        cause: harm && deployCause(deploy, harm),
        blinds: false,
      };
    }),
};

export function isOf({ service }: Pick<Deploy, 'service'>, owner: string | null): boolean {
  return owner !== null && (service === owner || ['.', '-', '_', ':'].some(mark => service.startsWith(owner + mark)));
}

/** While the order waited for it, or little before. */
export function isJustBefore({ at }: Pick<Deploy, 'at'>, { since, limitAt }: AskedOrder): boolean {
  return since !== null && at >= since - SOON_MS && at <= (limitAt ?? Number.POSITIVE_INFINITY);
}

/** What began right after it, beside the order itself; null: nothing that can be seen. */
function harmOf(deploy: Deploy, order: AskedOrder, facts: Facts): LocalizedText | null {
  const isSoon = (at: Instant) => at >= deploy.at && at <= deploy.at + SOON_MS;
  const unread = facts.quarantine.filter(({ source, firstAt }) => source === order.owner && isSoon(firstAt));
  const messages = unread.reduce((sum, { count }) => sum + count, 0);
  if (messages >= LEAST) {
    return {
      en: `since then ${messages} of its messages can't be read`,
      ru: `с тех пор не читаются её сообщения: ${messages}`,
    };
  }
  const heard = facts.sources.get(order.owner!);
  if (heard?.isSilent && isSoon(heard.lastAt)) {
    return { en: 'it has been silent since soon after', ru: 'вскоре после этого она замолчала' };
  }
  const late = lateSince(deploy, order, facts);
  return late < LEAST
    ? null
    : {
        en: `${late} orders are late since then, and none has gone on`,
        ru: `с тех пор опаздывают заказы (их ${late}), и ни один не пошёл дальше`,
      };
}

/** Orders in the same status that became late after it; none of those who came since has gone on. */
function lateSince({ at }: Deploy, { lifecycle, status }: AskedOrder, facts: Facts): number {
  const { waiting, gone } = facts.line(lifecycle, status!);
  if (gone.some(one => one.at > at + UNDER_WAY_MS)) return 0;
  const late = waiting.filter(({ targetAt }) => targetAt !== null && targetAt >= at && targetAt <= facts.at);
  const first = Math.min(...late.map(({ since }) => since));
  return first <= at + SOON_MS ? late.length : 0;
}

function deployCause({ service, version }: Deploy, harm: LocalizedText): Cause {
  return {
    key: `deploy:${service}@${version}`,
    text: { en: `Deploy of ${service} ${version}: ${harm.en}.`, ru: `Выкладка ${service} ${version}: ${harm.ru}.` },
    isShared: true,
    system: service,
  };
}
