import { useQuery } from '@tanstack/react-query';
import { rulesQuery } from '../rules/rule-queries.ts';
import { useReader } from '../words/language.tsx';

/** What a rule is called in the reader's language; by its name until that is known, and where it is declared no more. */
export function useRuleTitle(): (rule: string) => string {
  const { language } = useReader();
  const { data } = useQuery(rulesQuery);
  return rule => data?.find(({ name }) => name === rule)?.title[language] ?? rule;
}
