import { createServer } from "node:net";
import { onTestFinished } from "vitest";
import { type MailSandbox, startMailSandbox } from "../../src/sandbox/mail/mail-sandbox.js";

/** Starts DNS and all mail hosts of the sandbox until the test is finished; a command uses them with `environment`. */
export async function mailSandbox(
  options: Parameters<typeof startMailSandbox>[0] = {},
): Promise<MailSandbox> {
  const sandbox = await startMailSandbox(options);
  onTestFinished(() => sandbox.close());
  const { environment } = sandbox;
  return {
    ...sandbox,
    environment: { ...environment, IGMINER_DNS_TIMEOUT_MS: "1500", IGMINER_SMTP_TIMEOUT_MS: "3000" },
  };
}

/** Starts a host on 127.0.0.1 that sends the lines a test gives it, and records what it receives. */
export async function scriptedHost(
  greeting: string | null,
  answer: (command: string) => string | null,
): Promise<{ port: number; commands: string[] }> {
  const commands: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    if (greeting !== null) socket.write(greeting);
    socket.setEncoding("utf8").on("data", (text: string) => {
      for (const command of text.split("\r\n").filter((line) => line !== "")) {
        commands.push(command);
        const said = answer(command);
        if (said !== null) socket.write(said);
        if (command === "QUIT") socket.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return { port: (server.address() as { port: number }).port, commands };
}
