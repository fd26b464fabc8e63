import { type End, endsToOffer } from '../alerts/ack-end.ts';
import { INCIDENT_VERDICTS } from '../alerts/incident.ts';
import type { Glance } from '../alerts/incident-glance.ts';
import { formatsOf } from '../notifier/templating/formats.ts';
import type { Instant } from '../platform/clock.ts';
import { type AcknowledgeWords, WORDS } from './acknowledge-words.ts';
import { type Html, html } from './html.ts';
import { type Look, type Page, page } from './page.ts';

/** Who looks at the page: the person of the link, or anybody of the wide channel, who says who they are. */
export type Reader = { person: string | null; zone: string; nameOf: (by: string) => string };

/** `changed`: what they wanted could not be done, for it is not as they saw it. */
export type Moment = { now: Instant; changed: boolean };

/** What an incident is about, who has it, and a button to take it on. */
export function acknowledgePage(look: Look, glance: Glance, reader: Reader, { now, changed }: Moment): Page {
  const { language } = look;
  const words = WORDS[language];
  const dates = datesOf(look, reader);
  const { title, severity, id, openedAt, cause, suspect } = glance;
  return page(
    withoutContact(look),
    changed ? 409 : 200,
    title[language],
    html`${changed ? html`<p class="said" role="alert">${words.changed}</p>` : null}
<p class="quiet">${words.severity[severity]} · ${words.incident(id)}, ${words.since(dates.at(openedAt), dates.span(now - openedAt))}</p>
${glance.details.map(detail => html`<p>${detail[language]}</p>`)}
${cause === null ? null : html`<p>${words.cause(cause[language])}</p>`}
${suspect === null ? null : html`<p>${words.suspect(suspect[language])}</p>`}
<p class="said" role="status">${standing(glance, reader, words, dates)}</p>
${glance.state === 'resolved' ? null : formOf(glance, reader, words, endsToOffer(now, reader.zone))}
${verdictOf(glance, reader, words)}
${customersOf(glance, reader, words)}
${ordersOf(glance, words, dates, now)}
<p class="quiet">${toldOthers(glance, reader, words)}</p>`,
  );
}

/** That is where customers turn to; whoever is called to an incident is the one to reach. */
function withoutContact({ language, brand }: Look): Look {
  return { language, brand: { ...brand, contact: { email: null, phone: null, url: null } } };
}

type Dates = ReturnType<typeof datesOf>;

function datesOf({ language }: Look, { zone }: Reader) {
  const formats = formatsOf(language, zone);
  return {
    at: (instant: Instant) => formats.date(new Date(instant).toISOString(), 'time'),
    span: (ms: number) => formats.span(ms),
    plural: formats.plural,
  };
}

function ordersOf({ orders }: Glance, words: AcknowledgeWords, dates: Dates, now: Instant): Html | null {
  const { count, first } = orders;
  if (count === 0) return null;
  const more = count - first.length;
  return html`<h2>${dates.plural(count, words.orders)}</h2><ul>${first.map(({ id, status, since }) => {
    const stay = since === null ? null : html` <span title="${dates.at(since)}">${dates.span(now - since)}</span>`;
    return html`<li><b>${id}</b> ${status}${stay}</li>`;
  })}${more > 0 ? html`<li>${dates.plural(more, words.more)}</li>` : null}</ul>`;
}

function standing(glance: Glance, { person, nameOf }: Reader, words: AcknowledgeWords, { at }: Dates): string {
  const { state, acknowledgedBy, until, resolvedAt, resolvedBy } = glance;
  switch (state) {
    case 'open':
      return words.free;
    case 'acknowledged':
      if (acknowledgedBy === person) return words.mine(at(until!));
      return words.taken(nameOf(acknowledgedBy!), at(until!));
    case 'snoozed':
      return words.putOff(at(until!));
    case 'resolved':
      return resolvedBy === null ? words.over(at(resolvedAt!)) : words.overBy(nameOf(resolvedBy), at(resolvedAt!));
    default:
      return state satisfies never;
  }
}

/** `had`: who has it as this page says; it is not taken from anybody whom its reader did not see. */
function formOf(
  { state, acknowledgedBy }: Glance,
  { person }: Reader,
  words: AcknowledgeWords,
  ends: readonly End[],
): Html {
  const had = state === 'acknowledged' ? (acknowledgedBy ?? '') : '';
  if (had !== '' && had === person) {
    return html`<form method="post" action="?"><button name="action" value="giveBack">${words.giveBack}</button></form>`;
  }
  return html`<form method="post" action="?">
<input type="hidden" name="had" value="${had}">
${nameOf(person, words)}
<label><span>${words.until}</span> <select name="until">${ends.map(end => html`<option value="${end}">${words.ends[end]}</option>`)}</select></label>
<label><span>${words.note}</span> <input name="note" maxlength="500"></label>
<button class="main take" name="action" value="take">${had === '' ? words.take : words.takeOver}</button></form>`;
}

/** In the wide channel whoever presses says who they are. */
function nameOf(person: string | null, words: AcknowledgeWords): Html | null {
  if (person !== null) return null;
  return html`<label><span>${words.yourName}</span> <input name="name" required maxlength="60" autocomplete="name"></label>`;
}

/** Whoever has looked at it is asked whether it was real: who has it, and anybody once it is over. */
function verdictOf(
  { state, acknowledgedBy, verdict, verdictBy }: Glance,
  { person, nameOf: called }: Reader,
  words: AcknowledgeWords,
): Html | null {
  const isTheirs = state === 'acknowledged' && (person === null || acknowledgedBy === person);
  if (state !== 'resolved' && !isTheirs) return null;
  const said = verdict === null ? null : html`<p>${words.said[verdict](called(verdictBy!))}</p>`;
  const others = INCIDENT_VERDICTS.filter(one => one !== verdict);
  return html`<h2>${words.wasItReal}</h2>${said}<form method="post" action="?">
<input type="hidden" name="action" value="verdict">${nameOf(person, words)}
${others.map(one => html`<button name="verdict" value="${one}">${words.verdicts[one]}</button> `)}</form>`;
}

/** Nothing where they are told as always. */
function customersOf({ state, customers }: Glance, { person }: Reader, words: AcknowledgeWords): Html | null {
  if (customers === 'usual' || state === 'resolved') return null;
  const tell = html`<button name="tell" value="yes">${words.tellCustomers}</button> `;
  const keep = html`<button name="tell" value="no">${words.keepFromCustomers}</button>`;
  return html`<p>${words.customers[customers]}</p><form method="post" action="?">
<input type="hidden" name="action" value="customers">${nameOf(person, words)}
${customers === 'released' ? null : tell}${customers === 'refused' ? null : keep}</form>`;
}

function toldOthers({ told }: Glance, { person }: Reader, words: AcknowledgeWords): string {
  const names = told.filter(({ recipient }) => recipient !== `staff:${person}`).map(({ name }) => name);
  return names.length === 0 ? words.toldNobodyElse : words.told(names.join(', '));
}
