import type pg from 'pg';
import { z } from 'zod';
import type { Instant } from '../../platform/clock.ts';
import type { BotDeps } from './bot.ts';
import { telegramSecret } from './secret.ts';
import { ALLOWED_UPDATES } from './update.ts';

/** How updates come to us: posted to our public address where there is one, else fetched by one process of all. */
export type LineToTelegram = {
  /** What is new, where it has to be fetched; nothing where it is posted. */
  fetch(now: Instant): Promise<readonly Update[]>;
  /** They are kept: Telegram hears of it with the next call and sends them no more. */
  confirm(updates: readonly Update[]): void;
  username(): string | null;
  stop(): Promise<void>;
};

const updateForm = z.looseObject({ update_id: z.int() });
type Update = z.infer<typeof updateForm>;

const WAIT_SECONDS = 25;
const RETRY_MS = 30_000;
const LOCK = 'notifier: updates of Telegram';

export function createLineToTelegram(
  { pool, access, api }: Pick<BotDeps, 'pool' | 'access' | 'api'>,
  signal: AbortSignal,
): LineToTelegram {
  const isPosted = access.publicUrl.startsWith('https://');
  let username: string | null = null;
  let holder: pg.PoolClient | null = null;
  let offset = 0;
  let notBefore: Instant = 0;

  /** Tells Telegram where to post, or that we fetch; it refuses to be asked while it has an address to post to. */
  async function arrange(): Promise<string> {
    const me = await api.call('getMe', {}, z.object({ username: z.string() }), signal);
    if (isPosted) {
      const parameters = {
        url: `${access.publicUrl}/webhooks/telegram`,
        secret_token: telegramSecret(access),
        allowed_updates: ALLOWED_UPDATES,
      };
      await api.call('setWebhook', parameters, z.unknown(), signal);
    }
    return me.username;
  }

  /** Two that fetch would take the updates from each other: the one that holds the lock does, for as long as it lives. */
  async function isMine(): Promise<boolean> {
    if (holder !== null) {
      await holder.query('select 1');
      return true;
    }
    holder = await pool.connect();
    // Without a listener a connection that dies while nobody uses it would end the process.
    holder.on('error', ignore);
    const { rows } = await holder.query<{ locked: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('${LOCK}', 0)) as locked`,
    );
    if (rows[0]!.locked) {
      await api.call('deleteWebhook', {}, z.unknown(), signal);
      return true;
    }
    letGo();
    return false;
  }

  /** The lock goes with the connection. */
  function letGo(): void {
    holder?.off('error', ignore);
    holder?.release(true);
    holder = null;
  }

  function poll(): Promise<readonly Update[]> {
    const parameters = { offset, timeout: WAIT_SECONDS, allowed_updates: ALLOWED_UPDATES };
    return api.call('getUpdates', parameters, z.array(updateForm), signal);
  }

  return {
    fetch: async now => {
      if (now < notBefore) return [];
      try {
        username ??= await arrange();
        if (isPosted) return [];
        if (await isMine()) return await poll();
        notBefore = now + RETRY_MS;
        return [];
      } catch (error) {
        // Whoever gets the lock next begins from the beginning.
        letGo();
        if (signal.aborted) return [];
        notBefore = now + RETRY_MS;
        throw error;
      }
    },
    confirm: updates => {
      offset = Math.max(offset, ...updates.map(update => update.update_id + 1));
    },
    username: () => username,
    stop: async () => {
      // At once: the database hears of a connection that was dropped only a little later, and so would the next process.
      await holder?.query(`select pg_advisory_unlock(hashtextextended('${LOCK}', 0))`).catch(ignore);
      letGo();
    },
  };
}

function ignore(): void {}
