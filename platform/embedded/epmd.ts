import { connect } from 'node:net';

// The port mapper of Erlang speaks a small protocol (erlang.org, "Distribution Protocol", section EPMD):
// a two-byte length, one letter, and the answer ends with the connection.
const NAMES = 'n';
const KILL = 'k';

/** True when what listens on the loopback port is an Erlang port mapper. */
export async function isEpmd(port: number): Promise<boolean> {
  const answer = await ask(port, NAMES);
  return answer !== null && answer.length >= 4 && answer.readUInt32BE(0) === port;
}

/** Ends the port mapper. It refuses while a node is registered; then, and when there is none, false. */
export async function killEpmd(port: number): Promise<boolean> {
  return (await ask(port, KILL))?.toString('latin1') === 'OK';
}

function ask(port: number, letter: string): Promise<Buffer | null> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('connect', () => socket.write(Buffer.from([0, 1, letter.charCodeAt(0)])));
    socket.on('data', chunk => chunks.push(chunk));
    socket.once('error', () => resolve(null));
    socket.once('close', () => resolve(Buffer.concat(chunks)));
  });
}
