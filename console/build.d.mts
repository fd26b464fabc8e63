/** Builds console/dist, unless it was built from the same files; whether there was anything to do. */
export function buildConsole(): Promise<boolean>;
