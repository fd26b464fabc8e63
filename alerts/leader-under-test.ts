import { setTimeout } from 'node:timers/promises';
import { systemClock } from '../platform/clock.ts';
import { createLog } from '../platform/log.ts';
import { createLeader } from './leader.ts';

// A process that leads, until it is killed.
const [databaseUrl = ''] = process.argv.slice(2);
const leader = createLeader({ databaseUrl, name: 'child', clock: systemClock, log: createLog('silent') });
while (!(await leader.hold())) await setTimeout(50);
process.send?.('leads');
process.on('disconnect', () => process.exit());
