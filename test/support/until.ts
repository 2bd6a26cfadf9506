/** Waits until something is so, looking again every 50 ms. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  withinMs = 40_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so within ${withinMs} ms: ${String(isSo)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
