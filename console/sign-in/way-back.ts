/** Where somebody wanted to go before they had to sign in; only a path of ours, since anybody can write a link. */
export function wayBack(returnTo: string | null): string {
  if (returnTo === null || !/^\/(?![/\\])/.test(returnTo)) return '/';
  return returnTo.startsWith('/sign-in') ? '/' : returnTo;
}
