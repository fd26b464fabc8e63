import type { AlertSettings } from '../../alerts/settings.ts';
import type { ConfigurationDesk, Mistakes, RunningConfiguration } from '../../api/configuration/configuration-desk.ts';
import type { Mistake } from '../../platform/mistake.ts';
import { changesBetween, withoutSecrets } from './changes.ts';
import { placeMistakes, readDeclared } from './read.ts';
import { ruleText, withRules } from './rule-text.ts';
import { compileJudging, type Declared } from './sections.ts';
import { readYaml } from './yaml-document.ts';

const ONLY_RULES = 'Write the rules under `rules:`, as the configuration has them, and nothing else.';

/** `running`: its text with all that stands in it. `alerts`: what is made of it, the bundled rules included. */
export function configurationDesk(on: {
  running: () => RunningConfiguration;
  alerts: () => Pick<AlertSettings, 'rules'>;
}): ConfigurationDesk {
  const fileName = 'orderwatch.yaml';
  const declaredRules = () => Object.fromEntries(on.alerts().rules.map(({ name, declared }) => [name, declared]));
  return {
    running: () => {
      const running = on.running();
      return { ...running, text: withoutSecrets(running.text) };
    },
    ruleText: name => {
      const rule = on.alerts().rules.find(one => one.name === name);
      return rule ? ruleText(on.running().text, name, rule.declared) : null;
    },
    withRules: snippet => {
      const { document, problems } = readYaml(snippet);
      const syntax = problems.map(({ line, column, sentence }) => ({ line, column, path: [], sentence }));
      if (!document || syntax.length > 0) return { ok: false, mistakes: syntax };
      const wanted = onlyRules(document.value);
      if (!wanted) return { ok: false, mistakes: [{ line: 1, column: 1, path: [], sentence: ONLY_RULES }] };
      const place = (mistakes: readonly Mistake[]): Mistakes =>
        mistakes.map(({ path, sentence }) => {
          const isHere = path[0] === 'rules' && Object.hasOwn(wanted, String(path[1]));
          return isHere
            ? placedIn(snippet, { path, sentence })
            : { line: null, column: null, path: [...path], sentence: `${sentence} (At ${path.join('.')}.)` };
        });
      const text = withRules(on.running().text, snippet, { running: declaredRules(), wanted });
      const verdict = readDeclared(text, fileName, null);
      if (!verdict.ok) return { ok: false, mistakes: place(verdict.problems) };
      return {
        ok: true,
        ...compileJudging(verdict.declared),
        names: Object.keys(wanted),
        text: withoutSecrets(text),
        place,
      };
    },
    compare: text => {
      const verdict = readDeclared(text, fileName, null);
      if (!verdict.ok) {
        const mistakes = verdict.problems.map(({ line, column, path, sentence }) => ({
          ...{ line, column, sentence },
          path: [...path],
        }));
        return { ok: false, mistakes };
      }
      const before = readDeclared(on.running().text, fileName, null);
      const changes = changesBetween(
        before.ok ? withRulesThatCount(before.declared) : {},
        withRulesThatCount(verdict.declared),
      );
      const place = (mistakes: readonly Mistake[]) => mistakes.map(mistake => placedIn(text, mistake));
      return { ok: true, ...compileJudging(verdict.declared), changes, place };
    },
  };
}

/** Where a document declares no rules, those that come with Orderwatch count. */
function withRulesThatCount(declared: Declared): Declared {
  if (declared.rules !== undefined) return declared;
  const { rules } = compileJudging(declared).alerts;
  return { ...declared, rules: Object.fromEntries(rules.map(({ name, declared }) => [name, declared])) };
}

function onlyRules(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Object.keys(value).join() !== 'rules') return null;
  const { rules } = value as { rules: unknown };
  if (typeof rules !== 'object' || rules === null || Array.isArray(rules)) return null;
  return Object.keys(rules).length > 0 ? (rules as Record<string, unknown>) : null;
}

function placedIn(text: string, mistake: Mistake): Mistakes[number] {
  const [placed] = placeMistakes(text, '', [mistake]);
  const { line, column } = placed ?? { line: null, column: null };
  return { line, column, path: [...mistake.path], sentence: mistake.sentence };
}
