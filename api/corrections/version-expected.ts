import type { Response } from 'express';

/** The version of an order that whoever asks has seen: of the body, else of If-Match. Null: whatever it is. */
export function versionExpected({ req }: Response, said: string | undefined): string | null {
  if (said !== undefined) return said;
  const [, tag] = /^(?:W\/)?"([^"]*)"$/.exec(req.get('if-match')?.trim() ?? '') ?? [];
  return tag ?? null;
}
