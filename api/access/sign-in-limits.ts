import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Refused, tooManyRequests } from '../problem.ts';

/** A sign-in as it is counted: by the name that is tried, and by the address that it comes from. */
type Attempt = { name: string; address: string | null };

const MINUTE_S = 60;
/** At once; each takes a fifth of a second of a core and 32 MiB. */
const AT_ONCE = 8;

export type SignInLimits = {
  /** Counts an attempt before it is looked at, and does it. Throws Refused when there were too many. */
  attempt<T>(attempt: Attempt, work: () => Promise<T>): Promise<T>;
  /** The right password: what was typed wrong before is forgotten, of that name from that address. */
  forgive(attempt: Attempt): Promise<void>;
};

/**
 * Nobody may guess passwords: few attempts at a name from one address, and a wider limit for each of the two, so that
 * neither many names from one address nor one name from many addresses get far. That of a name is wide, since by it
 * somebody else can be kept out. Counted by this process.
 */
export function createSignInLimits(): SignInLimits {
  const limiters = [
    { of: ({ name, address }: Attempt) => `${address} ${name}`, limiter: limiterOf(5, MINUTE_S) },
    { of: ({ address }: Attempt) => `${address}`, limiter: limiterOf(50, 15 * MINUTE_S) },
    { of: ({ name }: Attempt) => name, limiter: limiterOf(100, 60 * MINUTE_S) },
  ];
  let running = 0;
  return {
    attempt: async (attempt, work) => {
      for (const { of, limiter } of limiters) await limiter.consume(of(attempt)).catch(refuse);
      if (running >= AT_ONCE) throw new Refused(tooManyRequests('Too many sign in at this moment; try again.', 1));
      running += 1;
      try {
        return await work();
      } finally {
        running -= 1;
      }
    },
    forgive: async attempt => {
      const [{ of, limiter }] = limiters as [(typeof limiters)[number]];
      await limiter.delete(of(attempt));
    },
  };
}

function limiterOf(points: number, duration: number): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration });
}

function refuse(error: unknown): never {
  if (!(error instanceof RateLimiterRes)) throw error;
  const seconds = Math.ceil(error.msBeforeNext / 1_000);
  throw new Refused(tooManyRequests(`Too many attempts to sign in; the next one is taken in ${seconds} s.`, seconds));
}
