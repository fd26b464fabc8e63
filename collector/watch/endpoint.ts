export type EndpointMethod = 'GET' | 'HEAD' | 'POST';

/** An address that has to answer, as the configuration declares it. */
export type Endpoint = {
  name: string;
  /** Whose it is; null: nobody's in particular. */
  system: string | null;
  url: string;
  method: EndpointMethod;
  /** Statuses that are right; null: all from 200 to 299. */
  expects: readonly number[] | null;
  timeoutMs: number;
  everyMs: number;
};
