// Which room may import which. Tests, and what they share (*-under-test.ts), stand beside their code and may
// import anything: only code that ships is held to the direction.
// What makes the client's types out of the API's contract is run by hand and by a test.
const TEST = '[.]test[.]ts$|-under-test[.]ts$|^test/|^console/client/(api-types|write-client)[.]ts$';
const SHIPPED = ['platform', 'simulator', 'tracker', 'collector', 'notifier', 'alerts', 'api', 'app'];
const ROOMS = [...SHIPPED, 'dashboards', 'console'];

/** A room may import itself and the rooms named; every other room is refused with the sentence. */
function room(name, mayImport, comment) {
  const refused = ROOMS.filter(other => other !== name && !mayImport.includes(other));
  return {
    name: `direction-of-${name}`,
    comment,
    severity: 'error',
    from: { path: `^${name}/`, pathNot: TEST },
    to: { path: `^(${refused.join('|')})/` },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    room(
      'platform',
      [],
      'platform/ is the ground under every room and knows none of them. Take what you need as an argument, ' +
        'or move the code that knows about orders into the room whose business it is.',
    ),
    room(
      'simulator',
      ['platform'],
      'simulator/ pretends to be the shop, the CRM and the MES, who know nothing of ours but the event contract. What it ' +
        'says to be true would prove nothing if it came from the code that it is compared with.',
    ),
    room(
      'tracker',
      ['platform'],
      'tracker/ says what we know about orders, wherever that came from. What comes in belongs to collector/, which ' +
        'calls tracker/; if tracker/ has to tell somebody something, let app/compose.ts hand it a function to call.',
    ),
    room(
      'collector',
      ['platform', 'tracker'],
      'collector/ brings facts in and gives them to tracker/. It answers no HTTP request itself: export a function ' +
        'and let a route in api/ call it.',
    ),
    room(
      'notifier',
      ['platform', 'tracker'],
      'notifier/ tells people what the tracker knows. It learns of it by the listener that app/compose.ts hands to the ' +
        'ledger, and answers no HTTP request itself: export a function and let a route in api/ call it.',
    ),
    room(
      'alerts',
      ['platform', 'tracker', 'collector', 'notifier'],
      'alerts/ says what is wrong by what the rooms before it know, and puts its messages into the outbox of notifier/. What ' +
        'is to be shown of it over HTTP is exported for a route in api/.',
    ),
    room(
      'api',
      ['platform', 'tracker', 'collector', 'notifier', 'alerts'],
      'api/ translates HTTP into calls of the rooms below. What it needs from the configuration or from the running ' +
        'process is handed to it by app/compose.ts.',
    ),
    room(
      'dashboards',
      [],
      'dashboards/ knows the names of metrics and of columns, as Grafana and Prometheus do: what it makes is read where no ' +
        'code of ours runs.',
    ),
    room(
      'console',
      ['api'],
      'console/ runs in browsers and knows of the rest what the API says. Ask it by console/client/client.ts.',
    ),
    {
      name: 'console-takes-types-only',
      comment:
        'What console/ takes from api/ may be types, which vanish before the code runs: else the server comes along into ' +
        'the browser.',
      severity: 'error',
      from: { path: '^console/', pathNot: TEST },
      to: { path: '^api/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-app',
      comment:
        'app/ wires the rooms together and is the end of every chain. If a room needs something that lives there, ' +
        'take it as an argument and let app/compose.ts pass it.',
      severity: 'error',
      from: { pathNot: ['^app/', TEST] },
      to: { path: '^app/' },
    },
    {
      name: 'shipped-code-needs-no-test-support',
      comment:
        'Code that ships runs where test/ and the devDependencies are not installed. Move what it needs into the room that owns it.',
      severity: 'error',
      from: { path: `^(${SHIPPED.join('|')})/`, pathNot: TEST },
      to: { path: TEST },
    },
    {
      name: 'pure-core',
      comment:
        'Folding, identity, lifecycle, the order of events and announcements are pure functions: they are tested ' +
        'with thousands of random histories, which only works without database, files and time. Do the I/O in the ' +
        'caller (tracker/ledger.ts) and pass the data in.',
      severity: 'error',
      from: {
        path: '^tracker/(fold|lifecycle|calendar|service-level|iso-duration|zone|identity|event-order|announcements)[.]ts$',
      },
      to: { path: ['^node_modules/(@types/)?pg/', '^platform/(postgres|rabbitmq|migrations|embedded/)'] },
    },
    {
      name: 'pure-core-without-node',
      comment:
        'The pure files of tracker/ use nothing of Node: no files, no network, no clock. Pass the data in. ' +
        '(Ids are computed in tracker/event.ts, which may use node:crypto.)',
      severity: 'error',
      from: {
        path: '^tracker/(fold|lifecycle|calendar|service-level|iso-duration|zone|identity|event-order|announcements)[.]ts$',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circular',
      comment:
        'Two files that import each other can only be understood, tested and moved together. Put what both need into ' +
        'a third file, or pass it as an argument. Importing only types from each other is fine.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-barrel',
      comment: 'An index.ts that only passes on names hides who owns them. Import the file that owns the name.',
      severity: 'error',
      from: {},
      to: { path: '(^|/)index[.]ts$', pathNot: 'node_modules' },
    },
    {
      name: 'not-resolvable',
      comment: 'The import leads nowhere. Is the file spelled with its .ts ending, is the package in package.json?',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared-dependencies-only',
      comment:
        'The package comes along by accident, as a dependency of another, or is a devDependency that is missing where ' +
        'Orderwatch runs. Put it into "dependencies" of package.json.',
      severity: 'error',
      from: { path: `^(${SHIPPED.join('|')})/`, pathNot: TEST },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        // Types vanish before the code runs.
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    // TypeScript 7 no longer offers the API with which dependency-cruiser reads TypeScript by default.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^console/dist/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
