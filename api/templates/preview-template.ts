import type { z } from 'zod';
import type { Content } from '../../notifier/channel.ts';
import type { ChannelName, Variables } from '../../notifier/message.ts';
import { orderVariables } from '../../notifier/order-variables.ts';
import type { NotifierSettings } from '../../notifier/settings.ts';
import type { Templates } from '../../notifier/template.ts';
import type { LoadedTemplates } from '../../notifier/template-files.ts';
import { localeChain } from '../../notifier/templating/locale-chain.ts';
import { isForStaff, previewSample } from '../../notifier/templating/samples.ts';
import type { Clock } from '../../platform/clock.ts';
import { meant } from '../../platform/mistake.ts';
import type { Db } from '../../platform/postgres.ts';
import type { Lifecycles } from '../../tracker/lifecycle.ts';
import { masked } from '../../tracker/masked-customer.ts';
import type { Vault } from '../../tracker/personal-data.ts';
import type { contract } from '../contract.ts';
import { orderNamed } from '../order-named.ts';
import { readBody, readQuery } from '../parameters.ts';
import { badField, noSuchTemplate, Refused } from '../problem.ts';
import { query, requestBody } from '../requests.ts';

export type TemplateDeps = {
  db: Db;
  vault: Vault;
  clock: Clock;
  lifecycles: () => Lifecycles;
  settings: () => NotifierSettings;
  templates: () => Templates;
  templateList: () => LoadedTemplates['list'];
};

type Made = z.infer<typeof contract.TemplatePreview>['channels'][number];

/** The templates, each once for all its locales. `bundled`: the folder of those that come with Orderwatch. */
export function listTemplates({
  templates,
  templateList,
  settings,
}: TemplateDeps): z.infer<typeof contract.TemplateList> {
  const byName = Map.groupBy(templateList(), ({ name }) => name);
  const folder = settings().templates;
  const items = [...byName].map(([name, all]) => ({
    name,
    about: all[0]!.about,
    locales: all.map(({ locale }) => locale).sort(),
    channels: [...templates().channelsOf(name)],
    own: folder !== null && all.some(({ file }) => file.startsWith(folder)),
  }));
  return { items: items.sort((a, b) => (a.name < b.name ? -1 : 1)), nextCursor: null };
}

/** Messages made of a template as somebody asks for it. Throws Refused. */
export async function previewTemplate(
  deps: TemplateDeps,
  body: unknown,
): Promise<z.infer<typeof contract.TemplatePreview>> {
  const { template, language: asked, orderId, channel } = readBody(requestBody.templatePreview, body);
  const { language, channels, make } = await maker(deps, template, { asked, orderId, parameter: 'body.' });
  if (channel && !channels.includes(channel)) {
    const mistake = `${template} has no words for ${channel}, only for ${channels.join(', ')}`;
    throw new Refused(badField('body.channel', mistake));
  }
  const search = new URLSearchParams({ language, ...(orderId !== undefined && { orderId }) });
  const frameUrl = `/api/v1/templates/${encodeURIComponent(template)}/frame?${search}`;
  const made = (channel ? [channel] : channels).map((one): Made => {
    try {
      const content = make(one);
      const isMail = content.channel === 'email';
      return { channel: one, ...shown(content), frameUrl: isMail ? frameUrl : null, problem: null };
    } catch (error) {
      return { channel: one, subject: null, text: null, html: null, frameUrl: null, problem: (error as Error).message };
    }
  });
  return { template, language, channels: made };
}

/** The e-mail alone, as HTML. Throws Refused. */
export async function previewFrame(deps: TemplateDeps, template: string, asked: unknown): Promise<string> {
  const { language, orderId } = readQuery(query.templateFrame, asked);
  const { channels, make } = await maker(deps, template, { asked: language, orderId, parameter: '' });
  if (!channels.includes('email')) throw new Refused(noSuchTemplate(template, ' It has no words for e-mail.'));
  const content = make('email');
  if (content.channel !== 'email') throw new Error(`Asked for an e-mail, got ${content.channel}`);
  return content.html;
}

async function maker(
  deps: TemplateDeps,
  template: string,
  { asked, orderId, parameter }: { asked: string | undefined; orderId: string | undefined; parameter: string },
): Promise<{ language: string; channels: readonly ChannelName[]; make: (channel: ChannelName) => Content }> {
  const settings = deps.settings();
  const templates = deps.templates();
  const channels = templates.channelsOf(template);
  if (channels.length === 0) throw new Refused(noSuchTemplate(template, meant(template, templates.names())));
  const language = asked ?? settings.locale;
  const mine = deps.templateList().filter(one => one.name === template);
  const about = mine[0]?.about ?? null;
  // The sample speaks as the template does, which need not be the language that was asked for.
  const spoken = localeChain(language, settings).find(locale => mine.some(one => one.locale === locale)) ?? language;
  const links = isForStaff(about) ? { unsubscribeUrl: null } : SAMPLE_LINKS;
  const frame = { brand: settings.brand, locale: language, zone: settings.zone, ...links };
  if (orderId !== undefined && about !== 'order') {
    throw new Refused(badField(`${parameter}orderId`, `${template} is not filled with an order`));
  }
  const variables = orderId === undefined ? previewSample(about, spoken) : await ofOrder(deps, orderId, language);
  return { language, channels, make: channel => templates.render(template, channel, variables, frame) };
}

const SAMPLE_LINKS = {
  unsubscribeUrl: 'https://orders.example/unsubscribe/sample',
  telegramUrl: 'https://t.me/sample_bot?start=sample',
};

async function ofOrder({ db, vault, clock, lifecycles, settings }: TemplateDeps, name: string, language: string) {
  const order = await orderNamed({ db, lifecycles, vault }, name, clock.now());
  const status = order.status === null ? null : (lifecycles().named(order.lifecycle)?.status(order.status) ?? null);
  const shortened = { ...order, customer: order.customer && masked(order.customer) };
  return orderVariables({ order: shortened, status, said: {}, extra: null }, language, settings()) as Variables;
}

function shown(content: Content): Pick<Made, 'subject' | 'text' | 'html'> {
  switch (content.channel) {
    case 'email':
      return { subject: content.subject, text: content.text, html: content.html };
    case 'sms':
      return { subject: null, text: content.text, html: null };
    case 'telegram':
      return { subject: null, text: content.html, html: content.html };
    case 'slack':
      return { subject: content.title, text: content.text, html: null };
    case 'webhook':
      return { subject: null, text: content.body, html: null };
    default:
      return content satisfies never;
  }
}
