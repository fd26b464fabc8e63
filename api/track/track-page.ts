import { formatsOf } from '../../notifier/templating/formats.ts';
import { type Instant, toIso } from '../../platform/clock.ts';
import type { CalculationProgress } from '../../tracker/calculation-progress.ts';
import { type CustomerStep, customerSteps } from '../../tracker/customer-steps.ts';
import type { Lifecycle } from '../../tracker/lifecycle.ts';
import { mainEnd, mainWay } from '../../tracker/main-way.ts';
import type { Order } from '../../tracker/orders.ts';
import { type Html, html } from '../html.ts';
import { type Look, type Page, page } from '../page.ts';
import { TRACK_WORDS, type TrackWords } from './track-words.ts';

/** What the page is made of. Of the customer nothing but language and zone: whoever has the link may be somebody else. */
export type Tracked = {
  order: Order;
  /** Null: it is not (or no longer) declared. */
  lifecycle: Lifecycle | null;
  calculation: CalculationProgress | null;
  /** What we are told comes late, or not at all. */
  late: boolean;
  /** The order in the shop. */
  orderUrl: string | null;
  /** IANA */
  zone: string;
};

type Dates = { day: (at: Instant) => string; time: (at: Instant) => string; percent: (share: number) => string };

export function trackPage(look: Look, tracked: Tracked, now: Instant): Page {
  const words = TRACK_WORDS[look.language];
  const { order, lifecycle, orderUrl } = tracked;
  const dates = datesOf(look, tracked.zone);
  const label = order.status === null ? null : lifecycle?.status(order.status)?.customerLabel?.[look.language];
  const steps = lifecycle && customerSteps(lifecycle, order.status);
  return page(
    look,
    200,
    label ?? words.inWorkTitle,
    html`<p class="quiet">${words.order(order.orderId)}${sinceOf(order, words, dates)}</p>
${tracked.late ? html`<p class="said" role="status">${words.late}</p>` : null}
${sentences(tracked, words, dates).map(sentence => html`<p>${sentence}</p>`)}
${calculationOf(tracked, words, dates)}
${steps && stepsOf(steps, look, words)}
${nextOf(tracked, look, words)}
${orderUrl === null ? null : html`<p><a href="${orderUrl}" rel="noreferrer">${words.seeShop}</a></p>`}
<p class="quiet">${words.asOf(dates.time(now))} · <a href="?lang=${otherThan(look)}" hreflang="${otherThan(look)}" lang="${otherThan(look)}">${words.otherLanguage}</a></p>`,
  );
}

export function tooManyPage(look: Look): Page {
  const { title, text } = TRACK_WORDS[look.language].tooMany;
  return page(look, 429, title, html`<p>${text}</p>`);
}

function otherThan({ language }: Look): 'en' | 'ru' {
  return language === 'en' ? 'ru' : 'en';
}

function datesOf({ language }: Look, zone: string): Dates {
  const formats = formatsOf(language, zone);
  const percent = new Intl.NumberFormat(language, { style: 'percent' });
  return {
    day: at => formats.date(toIso(at)),
    time: at => formats.date(toIso(at), 'time'),
    percent: share => percent.format(share),
  };
}

function sinceOf({ statusSince }: Order, words: TrackWords, { day }: Dates): string {
  return statusSince === null ? '' : ` · ${words.since(day(statusSince))}`;
}

/** What is to be said, in this order: how it stands, and when it comes, as far as we know. */
function sentences({ order, lifecycle, late }: Tracked, words: TrackWords, { day }: Dates): string[] {
  const { status, statusSince, expected, promisedAt, frozen } = order;
  if (status !== null && lifecycle?.isTerminal(status)) {
    const isUsualEnd = lifecycle.names.some(name => mainEnd(lifecycle, name) === status);
    return [isUsualEnd ? words.over(day(statusSince ?? order.lastEventAt ?? 0)) : words.cancelled];
  }
  if (frozen) return [words.paused];
  const said = status === null || !lifecycle?.status(status)?.customerLabel ? [words.inWork] : [];
  // Without news we would name a day by what we don't know.
  if (late || expected.from === null)
    return [...said, words.noDate, ...(promisedAt ? [words.promised(day(promisedAt))] : [])];
  const [from, to] = [day(expected.from), day(expected.to)];
  said.push(from === to ? words.expectedOn(from) : words.expectedBetween(from, to));
  if (promisedAt !== null && expected.from > promisedAt) said.push(words.laterThanPromised(day(promisedAt)));
  return said;
}

function calculationOf({ calculation, order, lifecycle }: Tracked, words: TrackWords, { percent }: Dates): Html | null {
  if (calculation === null || order.status === null || lifecycle?.isTerminal(order.status)) return null;
  const { percent: done, stage } = calculation;
  return html`<h2>${words.progressTitle}</h2>
<p><progress max="100" value="${done}" aria-label="${words.progressTitle}"></progress></p>
<p class="quiet">${words.calculation(percent(done / 100))}${stage === null ? null : html`<br>${words.stage(stage)}`}</p>`;
}

function stepsOf(steps: readonly CustomerStep[], { language }: Look, words: TrackWords): Html {
  return html`<h2>${words.steps}</h2>
<ol class="steps">${steps.map(({ label, state }) => {
    const current = state === 'now' ? html` aria-current="step"` : null;
    return html`<li class="${state}"${current}>${label[language]} <span class="quiet">${words.stepStates[state]}</span></li>`;
  })}</ol>`;
}

function nextOf({ order, lifecycle }: Tracked, { language }: Look, words: TrackWords): Html | null {
  if (order.status === null || order.frozen || lifecycle === null) return null;
  const next = mainWay(lifecycle, order.status)
    ?.map(name => lifecycle.status(name)?.customerLabel?.[language])
    .find(label => label !== undefined);
  return next === undefined ? null : html`<p>${words.next(next)}</p>`;
}
