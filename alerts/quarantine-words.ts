import type { ReasonKind } from '../collector/envelope/envelope.ts';
import type { Fingerprint } from '../collector/fingerprint.ts';
import type { QuarantineGroup } from '../collector/quarantine-groups.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';

/** `7 messages from mes can't be read: the status PRICED is not known.` */
export function quarantineInWords(group: Pick<QuarantineGroup, 'count' | keyof Fingerprint>): LocalizedText {
  const { count, source } = group;
  const why = reasonInWords(group);
  const from = saidBy(source);
  return {
    en: `${count === 1 ? 'A message' : `${count} messages`}${from.en} can't be read: ${why.en}.`,
    ru: `Не прочитать сообщений${from.ru}: ${count} (${why.ru}).`,
  };
}

/** ` from mes`; nothing where nobody knows. */
export function saidBy(source: string | null): LocalizedText {
  if (source === null || source === 'unknown') return { en: '', ru: '' };
  return { en: ` from ${source}`, ru: ` от ${source}` };
}

/** What is wrong with such messages, in the middle of a sentence. */
export function reasonInWords({ reasonKind, what }: Fingerprint): LocalizedText {
  const said = WORDS[reasonKind as ReasonKind];
  return said ? said(what) : { en: `the reason is ${reasonKind}`, ru: `причина: ${reasonKind}` };
}

const of = (en: string, ru: string) => (): LocalizedText => ({ en, ru });

/** About one field, where it is known which. */
const ofField = (en: string, ru: string) => (what: string | null) => ({
  en: `${what ?? 'a field'} ${en}`,
  ru: `${what ?? 'одно из полей'} ${ru}`,
});

const WORDS: Readonly<Record<ReasonKind, (what: string | null) => LocalizedText>> = {
  empty_body: of('the body is empty', 'тело пустое'),
  too_large: of('the body is larger than 1 MiB', 'тело больше 1 МиБ'),
  invalid_utf8: of('the body is no text in UTF-8', 'тело — не текст в UTF-8'),
  not_json: of('the body is not JSON', 'тело — не JSON'),
  not_xml: of('the body is not XML', 'тело — не XML'),
  not_form: of('the body is no form', 'тело — не форма'),
  not_an_object: of('the body is JSON, but no object', 'тело — JSON, но не объект'),
  too_deep: of('the body is nested too deep', 'слишком глубокая вложенность'),
  bad_characters: ofField("holds characters that can't be kept", 'содержит символы, которые не сохранить'),
  bad_number: ofField("is a number that can't be taken", '— число, которое не принять'),
  bad_time: ofField('is no time', '— не время'),
  bad_id: ofField('is no id that can be taken', '— не идентификатор'),
  wrong_type: ofField('is of another type than it should be', 'не того типа, что нужно'),
  missing_field: ofField('is missing', 'не указано'),
  unknown_status: what =>
    what === null
      ? { en: 'the status is not known', ru: 'статус неизвестен' }
      : { en: `the status ${what} is not known`, ru: `статус ${what} неизвестен` },
  expression_failed: ofField("can't be worked out by its expression", 'не вычислить по его выражению'),
  reserved: ofField('says what is reserved for Orderwatch', 'занято самим Orderwatch'),
  unreadable_headers: of("the headers can't be read", 'заголовки не прочитать'),
  decoder_failed: of('Orderwatch failed while it read the body', 'Orderwatch не справился с чтением'),
  refused_by_ledger: of('the ledger refused the event', 'журнал статусов не принял событие'),
  ledger_failed: of('Orderwatch failed to record the event', 'Orderwatch не смог записать событие'),
};
