/** What the command ends with; written down in its help. */
export const EXIT = { ok: 0, failure: 1, usage: 2, notFound: 3, bug: 70 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Trouble that a person can do something about: the message says what, and no stack trace is shown. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.failure, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
