import type { NotifierSettings } from '../notifier/settings.ts';
import type { Templates } from '../notifier/template.ts';
import { type LoadedTemplates, loadTemplates } from '../notifier/template-files.ts';
import { noticeMistakes } from '../notifier/templating/notice-mistakes.ts';
import type { Log } from '../platform/log.ts';
import { type Problem, problemLine } from './configuration/read.ts';
import { readYaml } from './configuration/yaml-document.ts';
import { EXIT, Failure } from './exit.ts';

type Settings = Pick<NotifierSettings, 'templates' | 'notices' | 'fallbacks' | 'locale'>;

/**
 * The templates that a configuration leads to, with all that is wrong with them and with the notices that use them.
 * `document`: where the notices are declared, as far as that is known.
 */
export function examineTemplates(
  settings: Settings,
  document: { file: string; text: string } | null = null,
): LoadedTemplates & { problems: readonly Problem[] } {
  const loaded = loadTemplates(settings.templates, settings);
  const inFiles = loaded.mistakes.map(({ file, line, sentence }): Problem => {
    const what = { file, path: [], sentence };
    return line === null ? { ...what, line, column: null } : { ...what, line, column: 1 };
  });
  const notices = noticeMistakes(settings, loaded.templates);
  const yaml = document && notices.length > 0 ? readYaml(document.text).document : null;
  const inDocument = notices.map((mistake): Problem => {
    const what = { ...mistake, file: document?.file ?? 'notifications' };
    return yaml ? { ...what, ...yaml.keyPlace(mistake.path) } : { ...what, line: null, column: null };
  });
  return { ...loaded, problems: [...inDocument, ...inFiles] };
}

/** The templates of a running process, which follow its configuration. */
export type LiveTemplates = {
  /** Those that count at this moment; to be asked anew for every message. */
  current(): Templates;
  /** What there is, by name and locale. */
  list(): LoadedTemplates['list'];
  /** Reads them again; the old ones stay while the new ones have mistakes, which are logged. */
  adopt(settings: Settings): void;
};

/** Throws Failure with every problem when there is one. */
export function openTemplates(settings: Settings, { log }: { log: Log }): LiveTemplates {
  const first = examineTemplates(settings);
  if (first.problems.length > 0) {
    const problems = first.problems.map(problemLine).join('\n  ');
    throw new Failure(`Orderwatch can't use these templates of messages:\n  ${problems}`, EXIT.usage);
  }
  let { templates, list } = first;
  return {
    current: () => templates,
    list: () => list,
    adopt(settings) {
      const next = examineTemplates(settings);
      if (next.problems.length === 0) ({ templates, list } = next);
      else {
        const problems = next.problems.map(problemLine);
        log.error({ problems }, 'the new templates of messages are refused; the old ones go on');
      }
    },
  };
}
