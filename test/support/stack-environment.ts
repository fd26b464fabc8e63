import { readComposeFile } from './compose-file.ts';

const { services } = readComposeFile();
const HOSTS = new RegExp(`(?://|@)(?:${Object.keys(services).join('|')})(?![\\w.-]|[^/\\s"]*@)`);

/**
 * What docker-compose.yml gives the service, with `here` instead of what names the others. Throws where something of the
 * stack is left, and where `here` names what the stack does not set: then it is not the stack that is tested.
 */
export function stackEnvironment(service: string, here: Readonly<Record<string, string>>): Record<string, string> {
  const written = services[service]?.environment ?? {};
  const unknown = Object.keys(here).filter(name => !(name in written));
  if (unknown.length > 0) throw new Error(`docker-compose.yml gives ${service} no ${unknown}.`);
  const environment = { ...written, ...here };
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, ofHere(String(value))]));
}

/** The words that the service is started with. `here`: instead of what can't be here. */
export function stackCommand(service: string, here: Readonly<Record<string, string>>): string[] {
  return (services[service]?.command ?? []).map(word => readdressed(word, here));
}

/** `text` with other addresses; throws where one of the stack is left. */
export function readdressed(text: string, here: Readonly<Record<string, string>>): string {
  return ofHere(Object.entries(here).reduce((all, [there, instead]) => all.replaceAll(there, instead), text));
}

function ofHere(text: string): string {
  if (HOSTS.test(text)) throw new Error(`Here is nobody like that: ${HOSTS.exec(text)?.[0]} in ${text.slice(0, 80)}`);
  return text;
}
