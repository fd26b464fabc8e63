/** What the server allows style elements by; every one that is made at run time has to bear it. */
export function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
