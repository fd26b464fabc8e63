import { type Document, type ErrorCode, isCollection, isScalar, visit, type YAMLError } from 'yaml';
import type { Found } from './yaml-tree.ts';

/** What is no YAML, in whole sentences. The parser's own words are for people who know its grammar. */
export function syntaxMistakes(document: Document.Parsed, text: string): Found[] {
  const errors = [...document.errors, ...document.warnings];
  const tooDeep = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (tooDeep) return [{ at: tooDeep.pos[0], sentence: sentenceOf(tooDeep) }];
  const found: Found[] = [];
  let stumbled = false;
  for (const error of errors) {
    if (stumbled && FOLLOWING.has(error.code)) continue;
    const opened = UNCLOSED.test(error.message) ? openedBefore(document, text, error.pos[0]) : null;
    found.push(opened ?? { at: error.pos[0], sentence: sentenceOf(error) });
    stumbled ||= opened !== null || LEADING.has(error.code);
  }
  return found;
}

/** Once the parser has lost the structure, it takes what is right for wrong as well. */
const LEADING = new Set<ErrorCode>(['TAB_AS_INDENT', 'BAD_INDENT', 'MISSING_CHAR', 'UNEXPECTED_TOKEN']);
const FOLLOWING = new Set<ErrorCode>([
  ...(['BAD_INDENT', 'MISSING_CHAR', 'UNEXPECTED_TOKEN', 'IMPOSSIBLE', 'KEY_OVER_1024_CHARS'] as const),
  ...(['BLOCK_AS_IMPLICIT_KEY', 'BLOCK_IN_FLOW', 'MULTILINE_IMPLICIT_KEY'] as const),
]);

const UNCLOSED = /^Missing closing|must end with|and end with a/;

const CLOSING: Record<string, string> = { '"': '"', "'": "'", '[': ']', '{': '}' };

/** Where it begins: what is not closed is noticed where the text ends, or makes no sense any more. */
function openedBefore(document: Document.Parsed, text: string, noticedAt: number): Found | null {
  let last: Found | null = null;
  visit(document, {
    Node: (_key, node) => {
      const [at, end] = node.range ?? [noticedAt, 0];
      const sign = text[at] ?? '';
      const closing = isScalar(node) || isCollection(node) ? CLOSING[sign] : undefined;
      const isClosed = end - at > 1 && text[end - 1] === closing;
      if (closing === undefined || isClosed || at >= noticedAt || end < noticedAt - 1) return;
      last = { at, sentence: `What begins with ${sign} here is not closed; end it with ${closing}.` };
    },
  });
  return last;
}

function sentenceOf({ code, message }: YAMLError): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'A tab stands here where YAML takes only spaces; indent with spaces.';
    case 'BAD_INDENT':
      return 'This line is indented otherwise than those it belongs to; the entries of a mapping or a list begin in one column.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'A second key with a colon stands in this line; put it into a line of its own, or the value into quotes.';
    case 'MULTILINE_IMPLICIT_KEY':
      return 'This line is neither a key with a value nor part of one; after a key comes a colon and a space.';
    case 'BAD_SCALAR_START':
      return 'A value can not begin with this sign; put the value into quotes.';
    case 'BAD_DQ_ESCAPE':
      return 'Between double quotes a backslash begins an escape, and this is none; use single quotes, or \\\\ for a backslash.';
    case 'UNEXPECTED_TOKEN':
      return 'What stands here belongs to nothing; look at the indentation and the punctuation before it.';
    case 'NON_STRING_KEY':
      return 'A key must be text; this one is a list or a mapping.';
    case 'TAG_RESOLVE_FAILED':
      return 'Tags (words that begin with !) are not taken; leave it out.';
    case 'RESOURCE_EXHAUSTION':
      return 'Values are nested too deep here.';
    case 'BAD_DIRECTIVE':
      return 'Directives (lines that begin with %) are not taken; leave it out.';
    case 'BLOCK_IN_FLOW':
      return 'Between brackets or braces entries are separated by commas; this is written as if it stood outside of them.';
    case 'MISSING_CHAR':
      return MISSING.find(([words]) => message.includes(words))?.[1] ?? `This is no YAML: ${message}.`;
    default:
      return `This is no YAML: ${message}.`;
  }
}

const MISSING = [
  [
    'Sequence item without',
    'This line stands among the entries of a list, which begin with "- "; begin or indent it as what it is.',
  ],
  ['Missing , or :', 'A comma is missing here between two entries.'],
  ['followed by map values', 'This line is a key without a colon; after a key comes a colon and a space.'],
] as const;
