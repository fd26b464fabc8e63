// Prints deploy/configuration/demo.yaml: the reference case, with addresses that there are in the bundled stack.
// `npm run docs` writes it, so that the two never differ in anything else.
import { readFileSync } from 'node:fs';

const reference = readFileSync(new URL('../app/configuration/reference.yaml', import.meta.url), 'utf8');

const HEAD = `# What Orderwatch goes by in the bundled stack as long as ORDERWATCH_CONFIG in your settings names no other file of this
# folder: the reference case, with addresses of the stack. Made by \`npm run docs\`; leave it as it is and change a copy:
#
#     cp deploy/configuration/demo.yaml deploy/configuration/ours.yaml      # git does not look at it
#     ORDERWATCH_CONFIG=ours.yaml docker compose up                         # better: that line in .env.local
#
# The rest of it is explained in docs/stack.md and docs/configuration.md.
#
`;

const ENDPOINTS = `# Servers of the core, so that they answer whatever else of the stack is left out. Yours: https://crm.example/health.
endpoints:
  orderwatch-api: { url: "http://localhost:8080/api/v1/openapi.json" }
  mailpit: { url: "http://mailpit:8025/readyz" }
  rabbitmq: { url: "http://rabbitmq:15672/" }
`;

const [schema, ...rest] = reference
  .split('\n')
  .filter(line => !/^# (It is meant to be copied|Run with it):/.test(line));
const text = rest
  .join('\n')
  .replace(/^# Addresses that have to answer[\s\S]*?(?=\n\n)/m, all => `${all}\n${ENDPOINTS}`);
process.stdout.write(`${schema}\n${HEAD}${text.replace(/^#\n/, '')}`);
