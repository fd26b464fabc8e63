import type { Clock } from '../../platform/clock.ts';
import type { Terminal } from '../terminal.ts';

const WIDTH = 30;
const LINE_EVERY_MS = 5_000;

/** A bar that is drawn over for a person who looks on, else a line now and then for a log. */
export function createProgress({ interactive }: Pick<Terminal, 'interactive'>, clock: Clock, write = toStderr) {
  let lastLineAt = clock.now();
  let drawn = false;
  return {
    show: (done: number, total: number) => {
      if (interactive) {
        write(`\r${bar(done, total)}`);
        drawn = true;
      } else if (clock.now() - lastLineAt >= LINE_EVERY_MS) {
        write(`${done} of ${total}\n`);
        lastLineAt = clock.now();
      }
    },
    end: () => {
      if (drawn) write('\n');
    },
  };
}

function toStderr(text: string): void {
  process.stderr.write(text);
}

export function bar(done: number, total: number): string {
  const share = total === 0 ? 1 : done / total;
  const filled = Math.round(share * WIDTH);
  const percent = String(Math.floor(share * 100)).padStart(3);
  return `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] ${percent} %  ${done} of ${total}`;
}
