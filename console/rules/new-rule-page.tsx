import type { ReactNode } from 'react';
import { PageHead } from '../kit/page-head.tsx';
import { useSay } from '../words/say.tsx';
import { RuleDesk } from './rule-desk.tsx';

const DRAFT = `rules:
  my-rule:
    title: { en: What is wrong, ru: Что не так }
    condition: { kind: dwell, status: "*", over: breach }
    severity: warning
    # On trial: incidents, but nobody is told.
    mode: shadow
`;

export function NewRulePage(): ReactNode {
  const say = useSay();
  return (
    <>
      <PageHead title={say('shell.page.newRule')} answer={say('rules.newWhy')} />
      <RuleDesk initial={DRAFT} running={null} />
    </>
  );
}
