import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Templates } from './template.ts';
import { localeMistakes, silentMistakes, templateMistakes } from './templating/check.ts';
import { type CompiledTemplate, compileTemplate } from './templating/compiled-template.ts';
import { type FrameWords, frameDeclaration, templateDeclaration } from './templating/declaration.ts';
import { canonicalLocale, type LocaleChoice } from './templating/locale-chain.ts';
import { createMailHtml } from './templating/mail-html.ts';
import { readTemplateFile, type TemplateMistake } from './templating/template-source.ts';
import { createTemplates, JSON_TEMPLATES } from './templating/templates.ts';

export type { TemplateMistake } from './templating/template-source.ts';

const BUNDLED = fileURLToPath(new URL('templates', import.meta.url));

/** What stands around the words of every mail has a file a locale as templates have, under this name. */
const FRAME = 'frame';

export type LoadedTemplates = {
  templates: Templates;
  mistakes: readonly TemplateMistake[];
  /** Those that can be used. */
  list: readonly Pick<CompiledTemplate, 'name' | 'locale' | 'file' | 'about'>[];
};

/**
 * The templates in the folder over the bundled ones, a file a template and locale: `order-shipped.ru.yaml`. With
 * mistakes, what has none can still be used. `choice`: where words are looked for that are missing in a locale.
 */
export function loadTemplates(
  folder: string | null,
  choice: LocaleChoice = { fallbacks: {}, locale: 'en' },
): LoadedTemplates {
  const mistakes: TemplateMistake[] = [];
  const compiled = new Map<string, CompiledTemplate>();
  const frames = new Map<string, FrameWords>();
  const files = [...filesIn(BUNDLED, mistakes), ...(folder === null ? [] : filesIn(folder, mistakes))];
  for (const file of files) {
    const text = readFileSync(file.path, 'utf8');
    if (file.name === FRAME) {
      const read = readTemplateFile(file.path, text, frameDeclaration);
      mistakes.push(...read.mistakes);
      if (read.declared) frames.set(file.locale, read.declared);
      continue;
    }
    const read = readTemplateFile(file.path, text, templateDeclaration);
    mistakes.push(...read.mistakes);
    if (!read.declared) continue;
    const { template, mistakes: ofPhrases } = compileTemplate(read.declared, { ...file, file: file.path, ...read });
    mistakes.push(...ofPhrases);
    // The same name and locale again is one's own in place of the bundled one.
    if (template) compiled.set(`${file.name}.${file.locale}`, template);
  }
  const all = [...compiled.values()];
  mistakes.push(...all.flatMap(templateMistakes), ...silentMistakes(all), ...localeMistakes(files, choice));
  const mailHtml = createMailHtml(readFileSync(join(BUNDLED, 'layout.html'), 'utf8'));
  return { templates: createTemplates({ all, frames, mailHtml, choice }), mistakes, list: all };
}

type TemplateFile = { path: string; name: string; locale: string };

function filesIn(folder: string, mistakes: TemplateMistake[]): TemplateFile[] {
  return yamlFilesOf(folder, mistakes).flatMap(path => {
    const refuse = (sentence: string) => {
      mistakes.push({ file: path, line: null, sentence });
      return [];
    };
    const [, name, written] = /^([a-z0-9][a-z0-9._-]*)\.([A-Za-z0-9-]+)\.yaml$/.exec(basename(path)) ?? [];
    const locale = written === undefined ? null : canonicalLocale(written);
    if (name === undefined || locale === null) {
      return refuse('A template is called by its name and its locale, such as order-shipped.ru.yaml.');
    }
    if (JSON_TEMPLATES.includes(name)) {
      return refuse(`${name} is JSON for programs and has no words; give this template another name.`);
    }
    return { path, name, locale };
  });
}

function yamlFilesOf(folder: string, mistakes: TemplateMistake[]): string[] {
  try {
    const names = readdirSync(folder).toSorted();
    return names.filter(name => /\.ya?ml$/.test(name)).map(name => join(folder, name));
  } catch (error) {
    const sentence = `The folder of templates can't be read: ${(error as Error).message}.`;
    mistakes.push({ file: folder, line: null, sentence });
    return [];
  }
}
