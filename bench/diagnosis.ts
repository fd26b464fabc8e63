import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { orderNamed } from '../api/order-named.ts';
import { presentDiagnosis } from '../api/present-diagnosis.ts';
import { requireConfiguration } from '../app/configuration/read-file.ts';
import { openDiagnosis, openFacts } from '../app/diagnosing.ts';
import { createLog } from '../platform/log.ts';
import { createPool, type Pool } from '../platform/postgres.ts';
import { plainVault } from '../tracker/personal-data.ts';
import { raiseStorm, watch } from './diagnosis/storm.ts';
import type { Bench } from './run.ts';
import { startBenchDatabase } from './servers.ts';

const START = Date.parse('2026-11-20T12:00:00Z');
const LOOK_MS = 15_000;
const GONE_MS = 4 * 3_600_000;

/**
 * What it costs to say why an order is stuck while a thousand are, because nobody reads from the queue of the MES: each
 * by its name, as the route does it, several at a time. Time goes on as it does, so what all share is looked up anew every
 * fifteen seconds meanwhile. `orders=1000 rounds=20 at-once=8` are the defaults.
 */
export const bench: Bench = async options => {
  const waiting = Number(options.orders ?? 1_000);
  const rounds = Number(options.rounds ?? 20);
  const atOnce = Number(options['at-once'] ?? 8);
  const servers = await startBenchDatabase();
  const database = await servers.freshDatabase();
  const pool = createPool(database.databaseUrl, createLog('error'));
  try {
    const configuration = await requireConfiguration(null);
    const orders = await raiseStorm(pool, configuration, { waiting, now: START });
    await pool.query('vacuum analyze');
    process.stderr.write(`${orders.length} orders wait for their price\n`);

    const facts = openFacts({ pool, configuration: () => configuration });
    const diagnose = openDiagnosis({ pool, facts, jaegerUrl: 'https://jaeger.example' });
    const counted = countStatements(pool);
    const begun = performance.now();
    const now = () => START + Math.floor(performance.now() - begun);
    const asked = { db: pool, lifecycles: () => configuration.lifecycles, vault: plainVault };
    const times: number[] = [];
    const causes = new Map<string, number>();
    const ask = async (name: string) => {
      const from = performance.now();
      const at = now();
      const { cause } = presentDiagnosis(await diagnose(await orderNamed(asked, name, at), at));
      times.push(performance.now() - from);
      causes.set(cause?.key ?? 'none', (causes.get(cause?.key ?? 'none') ?? 0) + 1);
    };

    // Connections and plans are those of a process that has been asked before.
    await together(orders.slice(0, 50), atOnce, ask);
    [times.length, counted.statements] = [0, 0];
    causes.clear();
    const elsewhere = countElsewhere(pool);
    let looked = now();
    for (let round = 0; round < rounds; round++) {
      await together(orders, atOnce, ask);
      if (now() - looked < LOOK_MS) continue;
      looked = now();
      await watch(pool, waiting, { goneAt: START - GONE_MS, now: looked });
    }

    process.stderr.write(`causes: ${JSON.stringify([...causes])}\n`);
    const sorted = times.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
    return {
      diagnoses: times.length,
      p50Ms: at(0.5),
      p95Ms: at(0.95),
      p99Ms: at(0.99),
      maxMs: at(1),
      statementsPerDiagnosis: counted.statements / times.length,
      brokerRequests: elsewhere.connections,
      namedShare: (causes.get('consumers:mes.inbox') ?? 0) / times.length,
    };
  } finally {
    await pool.end();
    await database.drop();
    await servers.stop();
  }
};

async function together<T>(all: readonly T[], atOnce: number, work: (one: T) => Promise<void>): Promise<void> {
  const rest = all.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const one of rest) await work(one);
    }),
  );
}

function countStatements(pool: Pool): { statements: number } {
  const counted = { statements: 0 };
  const query = pool.query;
  pool.query = ((...args: unknown[]) => {
    counted.statements += 1;
    return Reflect.apply(query, pool, args);
  }) as typeof pool.query;
  return counted;
}

/** Whatever this process connects to that is not its database: the management API, the broker. */
function countElsewhere(pool: Pool): { connections: number } {
  const counted = { connections: 0 };
  const { port } = new URL(pool.options.connectionString!);
  subscribe('net.client.socket', message => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => {
      if (String(socket.remotePort) !== port) counted.connections += 1;
    });
  });
  return counted;
}
