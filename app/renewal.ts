import { backOff } from '../collector/back-off.ts';
import { describeFault } from '../platform/fault.ts';
import type { Log } from '../platform/log.ts';
import { type Renew, renew } from '../tracker/renew.ts';

type Renewed = Omit<Renew, 'lifecycles' | 'signal'> & { lifecycles: () => Renew['lifecycles']; log: Log };

/**
 * Works the present lifecycles into the orders beside everything else, until it is done; begun anew whenever they
 * change. An order that stays as it is would otherwise keep its old limits, and be frozen by no rule, for ever.
 */
export function keepRenewed({ log, ...on }: Renewed) {
  let over = false;
  let halt = new AbortController();
  let running = run(halt.signal);

  async function run(signal: AbortSignal): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt++) {
      try {
        const renewed = await renew({ ...on, lifecycles: on.lifecycles(), signal });
        if (renewed > 0) log.info({ renewed }, 'orders were worked into the lifecycles that are declared now');
        return;
      } catch (error) {
        log.warn({ err: describeFault(error) }, 'orders could not all be renewed; will try again');
        await backOff(attempt, signal);
      }
    }
  }

  const halted = (): Promise<void> => {
    halt.abort();
    return running;
  };
  return {
    begin: async () => {
      await halted();
      if (over) return;
      halt = new AbortController();
      running = run(halt.signal);
    },
    stop: (): Promise<void> => {
      over = true;
      return halted();
    },
  };
}
