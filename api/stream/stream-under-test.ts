/** One event of a stream as a client has it. */
export type HeardEvent = { event: string; data: unknown; id: string };

/** Reads a stream event by event, until it ends. Cut it with `cut`. */
export async function listenTo(url: string, headers: Record<string, string>) {
  const aborter = new AbortController();
  const response = await fetch(url, { headers, signal: aborter.signal });
  const heard: HeardEvent[] = [];
  const waiting: { wanted: (event: HeardEvent) => boolean; resolve: (event: HeardEvent) => void }[] = [];
  let lastId = '';

  function take(block: string): void {
    const fields = Map.groupBy(block.split('\n'), line => line.slice(0, line.indexOf(':')));
    const value = (name: string) => fields.get(name)?.map(line => line.slice(name.length + 2))[0];
    lastId = value('id') ?? lastId;
    const data = value('data');
    if (data === undefined) return;
    const event = { event: value('event') ?? 'message', data: JSON.parse(data), id: lastId };
    heard.push(event);
    for (const one of waiting.filter(({ wanted }) => wanted(event))) {
      waiting.splice(waiting.indexOf(one), 1);
      one.resolve(event);
    }
  }

  async function read(): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      blocks.forEach(take);
    }
  }

  const ended = read().catch(error => {
    if ((error as Error).name !== 'AbortError') throw error;
  });
  return {
    response,
    heard,
    lastId: () => lastId,
    /** All that was heard of this kind. */
    of: (event: string) => heard.filter(one => one.event === event).map(({ data }) => data),
    /** The first event that passes, also one that was heard before. */
    until: (wanted: (event: HeardEvent) => boolean): Promise<HeardEvent> => {
      const known = heard.find(wanted);
      return known ? Promise.resolve(known) : new Promise(resolve => waiting.push({ wanted, resolve }));
    },
    ended,
    cut: async () => {
      aborter.abort();
      await ended;
    },
  };
}
