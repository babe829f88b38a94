import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const LAUNCHER = fileURLToPath(new URL("../../bin/igminer.js", import.meta.url));

/** Gives a program a terminal of 80 columns: Node.js has no pseudo-terminals, but Python has. */
const TERMINAL = `
import fcntl, os, pty, select, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
while True:
    ready, _, _ = select.select([0, terminal], [], [])
    if terminal in ready:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        os.write(1, data)
    if 0 in ready:
        os.write(terminal, os.read(0, 65536))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** Why tests cannot use a terminal on this machine, or null if they can. */
export function whyNoTerminal(): string | null {
  const { status } = spawnSync("python3", ["-c", "import pty"]);
  return status === 0 ? null : "needs python3 with its module pty";
}

/**
 * Runs the built igminer on a terminal, as a person would.
 * @param answers texts to type, each once the terminal shows another text, in this order.
 * @returns its exit code and everything that the terminal showed.
 */
export async function onTerminal(
  args: readonly string[],
  environment: Record<string, string>,
  folder: string,
  answers: readonly (readonly [shown: string, typed: string])[],
): Promise<{ code: number | null; shown: string }> {
  const child = spawn("python3", ["-c", TERMINAL, process.execPath, LAUNCHER, ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", TERM: "xterm", NO_COLOR: "1", ...environment },
    cwd: folder,
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let shown = "";
  let from = 0;
  let next = 0;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    const [awaited, typed] = answers[next] ?? [null, ""];
    if (awaited === null || !shown.slice(from).includes(awaited)) return;
    next++;
    from = shown.length;
    child.stdin.write(`${typed}\r`);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, shown };
}
