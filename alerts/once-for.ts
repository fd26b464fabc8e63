import type { Facts } from './evidence-provider.ts';

/**
 * Asks once what is the same for all orders as long as the facts are: a thousand diagnoses in a storm share it. What failed
 * is asked again.
 */
export function onceFor<Key extends object, T>(
  ask: (facts: Facts, key: Key) => Promise<T>,
): (facts: Facts, key: Key) => Promise<T> {
  const known = new WeakMap<Facts, Map<string, Promise<T>>>();
  return (facts, key) => {
    const answers = known.get(facts) ?? new Map<string, Promise<T>>();
    known.set(facts, answers);
    const name = JSON.stringify(key);
    const answer = answers.get(name) ?? ask(facts, key);
    answers.set(name, answer);
    answer.catch(() => answers.delete(name));
    return answer;
  };
}
