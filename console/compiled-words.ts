import { parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

const WORDS = /\/console\/words\/[\w-]+\.(en|ru)\.ts$/;

/**
 * Parses the sentences while the console is built, so that no browser has to, nor loads what does: the parser is larger
 * than the words of most pages, and what it makes of them is, compressed, hardly larger than they are.
 */
export function compiledWords(): Plugin {
  return {
    name: 'compiled-words',
    // All that reads messages in a browser gets a parser that refuses text.
    config: () => ({
      resolve: {
        alias: [
          {
            find: /^@formatjs\/icu-messageformat-parser$/,
            replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
          },
        ],
      },
    }),
    transform: {
      filter: { id: WORDS },
      handler(code) {
        const exported = this.parse(code).body.find(statement => statement.type === 'ExportNamedDeclaration');
        const declared =
          exported?.declaration?.type === 'VariableDeclaration' ? exported.declaration.declarations[0] : undefined;
        if (declared?.id.type !== 'Identifier' || declared.init?.type !== 'ObjectExpression') {
          return this.error('A file of words exports one object of sentences.');
        }
        const compiled = declared.init.properties.map(property => {
          if (property.type !== 'Property' || property.key.type !== 'Literal' || property.value.type !== 'Literal') {
            return this.error('A sentence is one text beside its key.', property.start);
          }
          return [property.key.value, parse(String(property.value.value), { captureLocation: false })];
        });
        return {
          code: `export const ${declared.id.name} = ${JSON.stringify(Object.fromEntries(compiled))};`,
          map: null,
        };
      },
    },
  };
}
