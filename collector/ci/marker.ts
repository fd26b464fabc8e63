import type { DeployKind, StatedDeploy } from '../deploys.ts';

/** What a pipeline's own message becomes; `passedOver` says in words why it becomes nothing. */
export type CiVerdict =
  | { kind: 'marker'; marker: StatedDeploy }
  | { kind: 'passedOver'; why: string }
  /** It is none that we know. */
  | { kind: 'unknown' };

/** What whoever set the webhook up says of all its messages; undefined: go by the message. */
export type CiSettings = {
  service?: string | undefined;
  environment?: string | undefined;
  kind?: DeployKind | undefined;
};

const MOST = 200;

/** Names of ours are shorter than theirs may be. */
export function clipped(name: string): string {
  return name.slice(0, MOST).toWellFormed();
}

/** A tag that names a version, or where there is none the commit, as people shorten it. */
export function versionOf(ref: string | null, sha: string): string {
  return ref !== null && isVersion(ref) ? clipped(ref) : sha.slice(0, 8);
}

export function isVersion(ref: string): boolean {
  return /^v?\d+(\.\d+)+/.test(ref);
}

export function passedOver(why: string): CiVerdict {
  return { kind: 'passedOver', why };
}
