import type { ChannelName } from '../notifier/message.ts';
import { type Html, html } from './html.ts';
import { type Look, type Page, page } from './page.ts';
import { WORDS } from './unsubscribe-words.ts';

/** What somebody may choose for one kind of message; `chosen`: `usual`, `none` or a channel. */
export type Kind = { id: string; name: string; channels: readonly ChannelName[]; chosen: string };

export type Choice = {
  channel: ChannelName;
  /** Masked; null when it is not known any more. */
  address: string | null;
  isStopped: boolean;
  isSaved: boolean;
  /** What comes on this channel as it is. */
  coming: readonly string[];
  kinds: readonly Kind[];
};

export function choicePage(look: Look, choice: Choice): Page {
  const { language, brand } = look;
  const words = WORDS[language];
  const { channel, isStopped, isSaved, coming, kinds } = choice;
  // No line ends within the name of a mailbox.
  const address = choice.address?.replace('…@', '…\u2060@') ?? null;
  if (isStopped) {
    return page(
      look,
      200,
      words.title,
      html`<p role="status">${words.stopped(brand.name, channel, address)}</p>
<form method="post" action="?"><button name="action" value="undo">${words.undo[channel]}</button></form>`,
    );
  }
  return page(
    look,
    200,
    words.title,
    html`${isSaved ? html`<p class="said" role="status">${words.saved}</p>` : null}<p>${words.tells(brand.name, channel, address)}</p>
<form method="post" action="?"><button class="main" name="action" value="stop">${words.stop[channel]}</button></form>
${coming.length > 0 ? html`<p>${words.willNotCome}</p><ul>${coming.map(name => html`<li>${name}</li>`)}</ul>` : null}
${kinds.length > 0 ? choosing(look, kinds) : null}`,
  );
}

function choosing({ language }: Look, kinds: readonly Kind[]): Html {
  const words = WORDS[language];
  const option = (value: string, label: string, chosen: string) =>
    html`<option value="${value}"${value === chosen ? html` selected` : null}>${label}</option>`;
  return html`<h2>${words.choose}</h2>
<form method="post" action="?">${kinds.map(
    ({ id, name, channels, chosen }) => html`
<label><span>${name}</span> <select name="kind:${id}">${option('usual', words.usual, chosen)}${channels.map(channel =>
      option(channel, words.by[channel], chosen),
    )}${option('none', words.notAtAll, chosen)}</select></label>`,
  )}
<button name="action" value="choose">${words.save}</button></form>`;
}
