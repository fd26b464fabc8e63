import type { WatchedEndpoint } from '../collector/watch/watched-endpoints.ts';
import type { Instant } from '../platform/clock.ts';
import type { LocalizedText } from '../tracker/lifecycle.ts';
import { lengthInWords } from './sentences.ts';

/** Of one that is down. */
export function endpointDownText({ name, since, status }: WatchedEndpoint, now: Instant): LocalizedText {
  const length = lengthInWords(now - since);
  if (status === null) {
    return { en: `${name} has not answered for ${length.en}.`, ru: `${name} не отвечает уже ${length.ru}.` };
  }
  return {
    en: `${name} has not answered as it should for ${length.en}; it says ${status}.`,
    ru: `${name} уже ${length.ru} отвечает не так, как должен: ${status}.`,
  };
}

export function endpointSlowText({ name }: WatchedEndpoint, ms: number): LocalizedText {
  const seconds = (ms / 1_000).toFixed(1);
  return {
    en: `${name} takes ${seconds} s to answer.`,
    ru: `${name} отвечает за ${seconds.replace('.', ',')} с.`,
  };
}
