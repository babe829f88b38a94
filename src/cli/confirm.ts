/**
 * Asks for confirmation of something irreversible if the command is interactive, that is, both ends are a terminal. A
 * pipe or a scheduler is not asked, since it cannot answer.
 * @returns whether to go on: the answer was "y" or "yes", or nobody was asked.
 */
export async function isConfirmed(question: string, signal: AbortSignal): Promise<boolean> {
  if (!isAttended()) return true;
  const { createInterface } = await import("node:readline/promises");
  const asked = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asked.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asked.close();
  }
}

/** Whether the command is interactive: both ends are a terminal. */
export function isAttended(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}
