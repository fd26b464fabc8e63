import { z } from 'zod';

/** The Bot API: https://core.telegram.org/bots/api */
export type BotApi = {
  /** Throws BotApiFault when Telegram does not answer, or refuses. Nothing of what it throws holds the token. */
  call<Result extends z.ZodType>(
    method: string,
    parameters: object,
    result: Result,
    signal?: AbortSignal,
  ): Promise<z.infer<Result>>;
};

export class BotApiFault extends Error {
  /** As Telegram has it, like HTTP's; null: it did not answer. */
  readonly code: number | null;

  constructor(message: string, code: number | null) {
    super(message);
    this.code = code;
  }
}

const answer = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.int().optional(),
  description: z.string().optional(),
});

// A long poll lasts 25 seconds.
const LIMIT_MS = 40_000;

export function createBotApi({ botToken, apiUrl }: { botToken: string; apiUrl: string }): BotApi {
  return {
    call: async (method, parameters, result, signal) => {
      const timeout = AbortSignal.timeout(LIMIT_MS);
      const said = answer.safeParse(await post(`${apiUrl}/bot${botToken}/${method}`, parameters, signal, timeout));
      if (!said.success) throw new BotApiFault(`Telegram's answer to ${method} makes no sense`, null);
      const { ok, error_code = null, description = 'no reason' } = said.data;
      if (!ok) throw new BotApiFault(`Telegram refuses ${method}: ${description}`, error_code);
      return result.parse(said.data.result);
    },
  };
}

async function post(
  url: string,
  body: object,
  signal: AbortSignal | undefined,
  timeout: AbortSignal,
): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    // Its cause is left behind: the token is part of the address that may stand in it.
    const { name, cause } = error as Error & { cause?: { code?: string } };
    throw new BotApiFault(`Telegram does not answer (${cause?.code ?? name})`, null);
  }
}
