import { readFileSync } from 'node:fs';

// Declares in a virtual host what definitions.json says. What is there already stays; what is there with other
// properties is left as it is, and RabbitMQ says so, since only an operator may delete a queue with messages in it.
const { RABBITMQ_MANAGEMENT_URL = '', RABBITMQ_VHOST = '/' } = process.env;
const { origin, username, password } = new URL(RABBITMQ_MANAGEMENT_URL);
const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;

const answer = await fetch(`${origin}/api/definitions/${encodeURIComponent(RABBITMQ_VHOST)}`, {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
  },
  body: readFileSync(process.argv[2] ?? 'definitions.json'),
  signal: AbortSignal.timeout(30_000),
});
const said = await answer.text();
process.stdout.write(`${JSON.stringify({ msg: 'definitions imported', status: answer.status, said })}\n`);
process.exitCode = answer.ok ? 0 : 1;
