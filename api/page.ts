import { createHash } from 'node:crypto';
import type { Brand } from '../notifier/settings.ts';
import { type Html, html } from './html.ts';
import type { Language } from './page-language.ts';
import { WORDS } from './page-words.ts';

/** The page behind a link in a message: works without scripts, and without anything from elsewhere. */
export type Page = { status: number; body: string; policy: string };

export type Look = { language: Language; brand: Brand };

export function noLinkPage(look: Look): Page {
  return saying(look, 404, 'noLink');
}

export function notUnderstoodPage(look: Look): Page {
  return saying(look, 400, 'notUnderstood');
}

export function notNowPage(look: Look): Page {
  return saying(look, 503, 'notNow');
}

function saying(look: Look, status: number, what: 'noLink' | 'notUnderstood' | 'notNow'): Page {
  const { title, text } = WORDS[look.language][what];
  return page(look, status, title, html`<p>${text}</p>`);
}

export function page({ language, brand }: Look, status: number, title: string, content: Html): Page {
  const css = style(brand.color);
  const body = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<title>${title} · ${brand.name}</title>
<style>${css}</style>
</head>
<body>
<main>
<p class="brand">${brand.name}</p>
<h1>${title}</h1>
${content}
</main>
${contact(language, brand)}
</body>
</html>
`;
  return { status, body: body.text, policy: policy(css) };
}

function contact(language: Language, { contact: { email, phone, url } }: Brand): Html | null {
  if (email === null && phone === null && url === null) return null;
  const links = [
    ...(email === null ? [] : [html` <a href="mailto:${email}">${email}</a>`]),
    ...(phone === null ? [] : [html` <a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a>`]),
    ...(url === null ? [] : [html` <a href="${url}">${new URL(url).host}</a>`]),
  ];
  return html`<footer>${WORDS[language].questions}${links}</footer>`;
}

/** Nothing runs, nothing is fetched, forms come back here; the one style is known by its hash. */
function policy(css: Html): string {
  const hash = createHash('sha256').update(css.text).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}

// No sign of it is one that HTML would have to escape, which it must not: within <style> nothing is unescaped.
function style(color: string): Html {
  return html`
:root { color-scheme: light dark; --ink: #1c1c1e; --quiet: #5f6067; --paper: #ffffff; --ground: #f3f3f5; --line: #c9c9cf; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f2f4; --quiet: #a9aab2; --paper: #1f2024; --ground: #131417; --line: #4a4b52; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 520px; margin: 0 auto; padding: 24px; background: var(--paper); border-top: 4px solid ${color}; border-radius: 6px; overflow-wrap: anywhere; }
.brand { margin: 0; color: var(--quiet); }
h1 { margin: 4px 0 16px; font-size: 24px; line-height: 1.25; }
h2 { margin: 32px 0 12px; font-size: 18px; line-height: 1.3; }
ul { padding-left: 20px; }
.quiet { color: var(--quiet); }
.said { padding: 8px 12px; border: 1px solid var(--line); border-radius: 6px; }
label { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: space-between; padding: 8px 0; border-bottom: 1px solid var(--line); }
select, input, button { min-height: 44px; padding: 8px 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); color: var(--ink); font: inherit; }
select, input { width: 100%; }
@media (min-width: 480px) { label { flex-wrap: nowrap; } select, input { flex: none; width: 230px; } }
button { margin-top: 16px; padding: 8px 20px; cursor: pointer; }
.main { margin-top: 0; border-color: ${color}; background: ${color}; color: ${inkOn(color)}; }
.steps { padding: 0; list-style: none; }
.steps li { position: relative; padding: 0 0 16px 32px; }
.steps li::before { content: ''; position: absolute; left: 3px; top: 5px; width: 10px; height: 10px; border: 2px solid var(--quiet); border-radius: 50%; background: var(--paper); }
.steps li:not(:last-child)::after { content: ''; position: absolute; left: 9px; top: 21px; bottom: -3px; width: 2px; background: var(--line); }
.steps .done::before { background: var(--quiet); }
.steps .now { font-weight: 600; }
.steps .now::before { border-color: ${color}; background: ${color}; box-shadow: 0 0 0 3px var(--ground); }
.steps .quiet { font-weight: 400; font-size: 14px; }
progress { width: 100%; height: 12px; accent-color: ${color}; }
@media print { body { background: none; padding: 0; } main { border: 0; max-width: none; } form, button { display: none; } }
.take { margin-top: 16px; font-weight: 600; }
@media (max-width: 479px) { .take { width: 100%; } }
:focus-visible { outline: 3px solid var(--quiet); outline-offset: 2px; }
footer { max-width: 520px; margin: 16px auto 0; padding: 0 24px; color: var(--quiet); font-size: 14px; }
a { display: inline-block; color: inherit; }
`;
}

/** Black or white, whichever is read better on the colour: WCAG 2.2, relative luminance. */
function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  // Where the contrasts with black and with white are the same.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}
