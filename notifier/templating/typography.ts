/** What a typewriter has for them. Letters are not here: a name without its accents is another name. */
const PLAIN: Readonly<Record<string, string>> = {
  ...each('«»„“”‟″', '"'),
  ...each('‘’‚‛‹›′ʼ`´', "'"),
  ...each('‐‑‒–—―−', '-'),
  // No-break, thin and other spaces, as Intl puts between digits, and around the dash between two dates.
  ...each('\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t', ' '),
  // Of no width: soft hyphen, joiners, marks of direction.
  ...each('\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff', ''),
  ...each('•·', '*'),
  '…': '...',
  '№': 'No.',
  '×': 'x',
};

const SIGNS = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');

export function plainTypography(text: string): string {
  return text.replaceAll(SIGNS, sign => PLAIN[sign]!);
}

function each(signs: string, plain: string): Record<string, string> {
  return Object.fromEntries([...signs].map(sign => [sign, plain]));
}
