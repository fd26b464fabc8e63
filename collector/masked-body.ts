import { MASK, maskedText } from '../tracker/masked-text.ts';

/**
 * The body of a message as it is shown to whoever has not asked for all of it: values of fields that are about a person
 * are cut out, however it is written, also when it breaks off in the middle. What nobody has understood is no proper JSON
 * often enough, so nothing is parsed: it is walked along.
 */
export function maskedBody(text: string): string {
  const begins = text.trimStart();
  return begins.startsWith('{') || begins.startsWith('[') ? maskedJson(text) : maskedPairs(text);
}

/** The same of a value that was read already: of an event, of what an expression gave. */
export function maskedValue(value: unknown, field = ''): unknown {
  return JSON.parse(maskedJson(JSON.stringify({ [field]: value ?? null })))[field];
}

/** Of a sentence that may quote what the message says; `field`: what it is about, where that is known. */
export function maskedReason(reason: string, field: string | null): string {
  const masked = maskedText(reason);
  return field?.split('.').some(isPersonal) ? masked.replace(/"[^"]*"/g, `"${MASK}"`) : masked;
}

/** Whether a field of this name holds what is about a person, or all that is within it does. */
function isPersonal(name: string): boolean {
  const plain = plainName(name);
  return PEOPLE.has(plain) || PERSONAL.has(plain);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const words = (text: string) => new Set(text.trim().split(/\s+/));

// A person, or a place where one lives: all that is in it.
const PEOPLE = words(`customer client buyer recipient consignee contact contacts person user payer address
  shippingaddress billingaddress deliveryaddress shipto billto клиент покупатель получатель адрес`);
const PERSONAL = words(`name firstname lastname middlename fullname surname givenname familyname patronymic displayname
  customername clientname email mail emailaddress customeremail phone phonenumber mobile mobilephone cell tel telephone
  msisdn customerphone street house building flat apartment city town zip zipcode postcode postalcode region birthday
  birthdate dateofbirth passport inn iban card cardnumber pan login username telegram whatsapp password token
  имя фамилия отчество фио телефон почта улица город`);
// By which somebody is known to systems, not to people.
const NAMES_NOBODY = words('id locale language lang timezone zone type kind customerid clientid');

type Level = { isObject: boolean; personal: boolean; key: string | null };

function maskedJson(text: string): string {
  const levels: Level[] = [];
  let shown = '';
  for (let at = 0; at < text.length; ) {
    const sign = text[at]!;
    const level = levels.at(-1);
    if (sign === '"') {
      const end = endOfString(text, at);
      const written = text.slice(at, end);
      at = end;
      if (level?.isObject && level.key === null) {
        level.key = written.slice(1, written.endsWith('"') ? -1 : undefined);
        shown += written;
      } else shown += isHidden(level) ? `"${MASK}"` : maskedText(written);
      continue;
    }
    if (sign === '{' || sign === '[') {
      levels.push({ isObject: sign === '{', personal: isHidden(level), key: null });
    } else if (sign === '}' || sign === ']') levels.pop();
    else if (sign === ',' && level?.isObject) level.key = null;
    else if (/[^\s:,]/.test(sign)) {
      const written = /^[^\s:,\]}"[{]+/.exec(text.slice(at, at + LONGEST_WORD))?.[0] ?? sign;
      const isValue = level !== undefined && (!level.isObject || level.key !== null);
      shown += isValue && isHidden(level) && /\d/.test(written) ? MASK : maskedText(written);
      at += written.length;
      continue;
    }
    shown += sign;
    at++;
  }
  return shown;
}

const LONGEST_WORD = 1_000;

function isHidden(level: Level | undefined): boolean {
  if (level === undefined) return false;
  if (level.key === null) return level.personal;
  if (NAMES_NOBODY.has(plainName(level.key))) return false;
  return level.personal || isPersonal(level.key);
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** XML, a form, or text with something like fields in it. */
function maskedPairs(text: string): string {
  const inElements = text.replace(ELEMENT, (whole, open: string, name: string, said: string) =>
    isPersonal(localName(name)) && said.trim() !== '' ? `${open}${MASK}` : whole,
  );
  const inPairs = inElements.replace(PAIR, (whole, name: string, between: string, said: string) =>
    isPersonal(localName(name)) && !said.startsWith(MASK) ? `${name}${between}${MASK}` : whole,
  );
  return maskedText(inPairs);
}

const ELEMENT = /(<([\p{L}_][\p{L}\p{N}_.:-]*)(?:\s[^<>]*)?>)([^<]+)/gu;
const PAIR = /([\p{L}_][\p{L}\p{N}_.\-[\]]*)(["']?\s*[:=]\s*)("[^"]*"?|'[^']*'?|[^\s,;&}<>]+)/gu;

/** `crm:email`, `customer[email]` and `customer.email` are all called email. */
function localName(name: string): string {
  return /([\p{L}\p{N}_-]+)\]?$/u.exec(name)?.[1] ?? name;
}
