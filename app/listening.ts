import { Failure } from './exit.ts';

/** Starts a server on its port; a port that can't be had is told with what to do about it. */
export async function listenOn(
  server: { start(port: number, host: string | undefined): Promise<number> },
  { setting, port, host }: { setting: 'PORT' | 'OPS_PORT'; port: number; host: string | undefined },
): Promise<string> {
  try {
    const bound = await server.start(port, host);
    return `http://${urlHost(host)}:${bound}`;
  } catch (error) {
    throw new Failure(whyNot(error as NodeJS.ErrnoException, setting, port, host), 1, { cause: error });
  }
}

function whyNot(error: NodeJS.ErrnoException, setting: string, port: number, host: string | undefined): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return (
        `Port ${port} (${setting}) is taken by another program; \`lsof -i :${port}\` or \`ss -ltnp\` shows which. ` +
        `Stop that one, or choose another port: ${setting}=${port + 1} (${setting}=0 picks a free one).`
      );
    case 'EACCES':
      return `Port ${port} (${setting}) needs more rights than this user has. Choose one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is no address of this machine. Leave it out, or set 127.0.0.1 or 0.0.0.0.`;
    default:
      return `Can't listen on port ${port} (${setting}): ${error.message}.`;
  }
}

/** Where this machine itself reaches what listens there. */
function urlHost(host: string | undefined): string {
  if (host === undefined || host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
