import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { afterAll } from 'vitest';
import type { OidcSettings } from './oidc.ts';

const CLIENT = { clientId: 'orderwatch', clientSecret: 'a-secret-of-the-tests-only' };

function settingsOf(issuer: string): OidcSettings {
  return {
    issuer,
    ...CLIENT,
    scopes: 'openid profile email',
    roleClaim: 'groups',
    roles: [
      { value: 'orderwatch-admins', role: 'admin', partner: null },
      { value: 'orderwatch-support', role: 'support', partner: null },
      { value: 'acme-people', role: 'partner', partner: 'acme' },
    ],
    name: 'Company login',
  };
}

/**
 * A real provider, until the end of the test file: it asks for a name and takes any password. `groupsOf`: what it says of
 * somebody's groups. `expect` names where people come back to, and begins to answer.
 */
export async function startProvider(groupsOf: (id: string) => readonly string[]) {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: settingsOf(issuer),
    expect: (callback: string) => {
      const oidc = new Provider(issuer, {
        clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [callback] }],
        cookies: { keys: ['of the tests'] },
        claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'], email: ['email'] },
        pkce: { required: () => true },
        findAccount: (_context: unknown, id: string) => ({
          accountId: id,
          claims: () => ({
            sub: id,
            name: `${id} of the tests`,
            preferred_username: `${id}@orders.example`,
            email: `${id}@orders.example`,
            groups: groupsOf(id),
          }),
        }),
      } as ConstructorParameters<typeof Provider>[1]);
      server.on('request', oidc.callback());
    },
  };
}
