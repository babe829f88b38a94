/**
 * Waits for input that may never come, from standard input or a FIFO, until the command is interrupted.
 * @throws the interruption's reason, or what the reading throws.
 */
export async function readingInput<T>(reading: Promise<T>, interruption: AbortSignal): Promise<T> {
  let stopWaiting = (): void => {};
  const interrupted = new Promise<never>((_, reject) => {
    stopWaiting = () => {
      // What is still open would keep the process alive.
      process.stdin.destroy();
      reject(interruption.reason);
    };
  });
  if (interruption.aborted) stopWaiting();
  interruption.addEventListener("abort", stopWaiting, { once: true });
  try {
    return await Promise.race([reading, interrupted]);
  } finally {
    interruption.removeEventListener("abort", stopWaiting);
  }
}
