import type { ChannelName, Variables } from './message.ts';
import type { Frame } from './template.ts';
import { type LoadedTemplates, loadTemplates } from './template-files.ts';
import { SAMPLE_BRAND, SUBJECTS, type Subject } from './templating/samples.ts';

export const bundled: LoadedTemplates = loadTemplates(null);

export const FRAME: Frame = {
  brand: SAMPLE_BRAND,
  locale: 'en',
  zone: 'Europe/Moscow',
  unsubscribeUrl: 'https://orders.shop.example/unsubscribe/abc',
};

/** What a bundled template is filled with. */
export function subjectOf(name: string): Subject {
  return bundled.list.find(one => one.name === name)?.about ?? 'order';
}

export function render(name: string, channel: ChannelName, variables?: Variables, frame: Partial<Frame> = {}) {
  const given = variables ?? SUBJECTS[subjectOf(name)].full;
  return bundled.templates.render(name, channel, given, { ...FRAME, ...frame });
}

/** The e-mail of it. */
export function mail(name: string, variables?: Variables, frame: Partial<Frame> = {}) {
  const content = render(name, 'email', variables, frame);
  if (content.channel !== 'email') throw new Error(`asked for an e-mail, got ${content.channel}`);
  return content;
}
