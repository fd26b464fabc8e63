#!/usr/bin/env node
'use strict';
// The way in, for whatever Node the host has: our code needs one that runs TypeScript. The npm package `node`, a
// dependency of ours, brings such a Node along where the host's is older.
// Written for old ones: no node: prefix, no optional chaining.
const { spawn, spawnSync } = require('child_process');
const os = require('os');
const path = require('path');

const NEEDED = '22.18';

/** Types are stripped without a flag from 22.18 on; 23 was given it in 23.6. */
function runsTypeScript(version) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  return parts[0] >= 24 || (parts[0] === 23 && parts[1] >= 6) || (parts[0] === 22 && parts[1] >= 18);
}

function ownNode() {
  let file;
  try {
    file = path.join(path.dirname(require.resolve('node/package.json')), 'bin', 'node');
  } catch (_missing) {
    return null;
  }
  const trial = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return trial.status === 0 && runsTypeScript(trial.stdout.trim()) ? file : null;
}

function runWith(node) {
  const args = process.execArgv.concat(path.join(__dirname, 'main.ts'), process.argv.slice(2));
  const child = spawn(node, args, { stdio: 'inherit' });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(name => {
    // Ctrl-C at a terminal reaches the child by itself, too; it takes two within a second for one (commands/serve.ts).
    process.on(name, () => child.kill(name));
  });
  child.on('exit', (code, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : code));
}

if (runsTypeScript(process.version)) {
  import('./main.ts');
} else {
  const node = ownNode();
  if (node) {
    runWith(node);
  } else {
    process.stderr.write(
      `orderwatch needs Node.js ${NEEDED} or newer; this is ${process.version}, and the one that "npm install" ` +
        'brings along (the package "node") does not run here.\n' +
        'Install a newer Node.js (https://nodejs.org), or run "npm install --include=dev" again.\n',
    );
    process.exit(1);
  }
}
