import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export const BOT_TOKEN = '123456:a-token-for-the-tests-only';

type Called = { method: string; parameters: Record<string, unknown> };

/** Telegram, as the Bot API documents it, on a loopback port until the end of the test file. */
export async function telegramUnderTest() {
  const calls: Called[] = [];
  let updates: { update_id: number }[] = [];
  let isPosted = false;
  let failure: { error_code: number; description: string } | null = null;

  const respond = (res: ServerResponse, body: object, status = 200) => {
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

  function results(method: string, parameters: Record<string, unknown>): unknown {
    switch (method) {
      case 'getMe':
        return { id: 123456, is_bot: true, first_name: 'Orders', username: 'orders_bot' };
      case 'setWebhook':
      case 'deleteWebhook':
        isPosted = method === 'setWebhook';
        return true;
      case 'getUpdates':
        updates = updates.filter(({ update_id }) => update_id >= Number(parameters.offset));
        return updates;
      default:
        return { message_id: calls.length };
    }
  }

  const server = createServer(async (req, res) => {
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(req.url!) ?? [];
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const parameters = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    calls.push({ method, parameters });
    if (token !== BOT_TOKEN) return respond(res, { ok: false, error_code: 401, description: 'Unauthorized' }, 401);
    if (failure) return respond(res, { ok: false, ...failure }, failure.error_code);
    if (method === 'getUpdates' && isPosted) {
      const description = "Conflict: can't use getUpdates method while webhook is active";
      return respond(res, { ok: false, error_code: 409, description }, 409);
    }
    const result = results(method, parameters);
    respond(res, { ok: true, result });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  return {
    access: { botToken: BOT_TOKEN, apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    calls,
    /** What was sent, by chat. */
    sent: () =>
      calls
        .filter(({ method }) => method === 'sendMessage')
        .map(({ parameters }) => ({ chat: String(parameters.chat_id), text: String(parameters.text) })),
    push: (...more: { update_id: number }[]) => updates.push(...more),
    fail: (how: { error_code: number; description: string } | null) => {
      failure = how;
    },
    reset: () => {
      calls.length = 0;
      updates = [];
      isPosted = false;
      failure = null;
    },
  };
}
