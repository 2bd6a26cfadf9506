/** How long signals of one key press are taken for one: the terminal, npm and we each pass it on. */
const onceMs = 1_500;

/**
 * Resolves when we are told to stop: by a signal, or because the process that started us is gone.
 * Told again, `hurry` is called.
 */
export function askedToStop(hurry: () => void): Promise<void> {
  return new Promise((resolve) => {
    let since: number | undefined;
    const stop = () => {
      if (since !== undefined && Date.now() - since > onceMs) hurry();
      since ??= Date.now();
      resolve();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
    process.on('disconnect', stop);
    // Whoever listens is no reason to stay alive.
    process.channel?.unref();
  });
}
