import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes half a minute or longer, though its file is small. */
const LONG = /\/test\/acceptance\/|\/whole-story|\/embedded\.|\.mq\.test\.ts$/;

/** The longest begin first, or the last of them would run alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (LONG.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
