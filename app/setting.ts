/** Where settings come from, and what was found wrong with them. */
export type Reader = {
  env: Readonly<Record<string, string | undefined>>;
  readFile: (path: string) => string;
  problems: string[];
};

export const WEB = ['http:', 'https:'];

export function plain({ env }: Reader, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}

/** A secret stands in the variable itself or in the file that `<name>_FILE` names; editors end files with a newline. */
export function secret(reader: Reader, name: string): string | undefined {
  const value = plain(reader, name);
  const file = plain(reader, `${name}_FILE`);
  if (file === undefined) return value;
  if (value !== undefined) {
    reader.problems.push(`${name} and ${name}_FILE are both set; only one of them may be.`);
    return undefined;
  }
  const content = fileContent(reader, name, file);
  if (content === '') reader.problems.push(`${name}_FILE is "${file}", which is empty; it must hold the secret.`);
  return content || undefined;
}

function fileContent(reader: Reader, name: string, file: string): string | undefined {
  try {
    return reader.readFile(file).trim();
  } catch (error) {
    reader.problems.push(`${name}_FILE is "${file}", which can't be read: ${(error as Error).message}.`);
    return undefined;
  }
}

export function secretUrl(reader: Reader, name: string, protocols: string[], example: string): string | null {
  const value = secret(reader, name);
  if (value === undefined) return null;
  const url = URL.parse(value);
  // A Postgres on a Unix socket has no host name: postgres:///db?host=/run/postgresql
  const hasHost = url !== null && (url.hostname !== '' || url.searchParams.has('host'));
  if (!hasHost || !protocols.includes(url.protocol)) {
    reader.problems.push(`${name} (not shown, it is a secret) is no such URL; it must look like ${example}.`);
  }
  return value;
}

export function shaped(reader: Reader, name: string, form: RegExp, expectation: string): string | undefined {
  const value = secret(reader, name);
  if (value !== undefined && !form.test(value)) {
    reader.problems.push(`${name} (not shown, it is a secret) has not its form: ${expectation}.`);
  }
  return value;
}

/** Without a slash at the end, so that a path can be put behind it. */
export function baseUrl(reader: Reader, name: string, example: string): string | null {
  const value = secret(reader, name);
  if (value === undefined) return null;
  const url = URL.parse(value);
  if (url === null || !WEB.includes(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    reader.problems.push(`${name} is no address to put paths behind; it must look like ${example}.`);
    return null;
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
