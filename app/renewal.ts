import type { Log } from '../platform/log.ts';
import { type Renew, renew } from '../tracker/renew.ts';

type Renewed = Omit<Renew, 'lifecycles' | 'signal'> & { lifecycles: () => Renew['lifecycles']; log: Log };

/** Works the present lifecycles into the orders beside everything else; begun anew whenever they change. */
export function keepRenewed({ log, ...on }: Renewed) {
  let halt = new AbortController();
  let running = run();

  async function run(): Promise<void> {
    try {
      const renewed = await renew({ ...on, lifecycles: on.lifecycles(), signal: halt.signal });
      if (renewed > 0) log.info({ renewed }, 'orders were worked into the lifecycles that are declared now');
    } catch (error) {
      log.warn(
        { err: (error as Error).message },
        'orders could not all be renewed; those that move will be by themselves',
      );
    }
  }

  const stop = (): Promise<void> => {
    halt.abort();
    return running;
  };
  return {
    begin: async () => {
      await stop();
      halt = new AbortController();
      running = run();
    },
    stop,
  };
}
