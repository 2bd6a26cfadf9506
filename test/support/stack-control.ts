/** A server of the test stack that fault tests may end and start. */
export type StackServer = 'kafka' | 'postgres' | 'temporal';

/** Ends servers of the stack with -9 and starts them again. */
export interface StackControl {
  kill(server: StackServer): Promise<void>;
  start(server: StackServer): Promise<void>;
}

/** The control of the stack that `npm test` started; `undefined` on servers of somebody else. */
export function stackControl(): StackControl | undefined {
  const url = process.env['PRASAN_STACK_CONTROL'];
  if (url === undefined) {
    console.warn(
      'Tests that end servers are skipped: run them by `npm test`, on a stack of its own',
    );
    return undefined;
  }
  const post = async (path: string) => {
    const answer = await fetch(`${url}${path}`, { method: 'POST' });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  };
  return {
    kill: (server) => post(`/kill/${server}`),
    start: (server) => post(`/start/${server}`),
  };
}
