/**
 * Reads one key at a time: whoever asks while a read is under way shares the next one with all others
 * who wait. What a caller gets was read after it asked, so people see what they just did.
 */
export function shareReads<Value>(
  read: (key: string) => Promise<Value>,
): (key: string) => Promise<Value> {
  const underWay = new Map<string, Promise<Value>>();
  const next = new Map<string, Promise<Value>>();

  function start(key: string): Promise<Value> {
    const reading = read(key).finally(() => underWay.delete(key));
    underWay.set(key, reading);
    return reading;
  }

  function wait(key: string, current: Promise<Value>): Promise<Value> {
    const go = () => {
      next.delete(key);
      return start(key);
    };
    const waiting = current.then(go, go);
    next.set(key, waiting);
    return waiting;
  }

  return (key) => {
    const current = underWay.get(key);
    return current === undefined ? start(key) : (next.get(key) ?? wait(key, current));
  };
}
