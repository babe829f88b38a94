import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { displayValue, loadConfig } from "../../src/core/config/config.js";
import { maskOf, secretsIn } from "../../src/core/record/secrets.js";
import { emptyFolder } from "../support/stores.js";

const HOME = { XDG_CONFIG_HOME: "/nonexistent" };

/** A working folder with this in its `.env`. */
async function folderWith(dotenv: string, { mode = 0o644, file = ".env" } = {}): Promise<string> {
  const folder = await emptyFolder();
  await writeFile(join(folder, file), dotenv);
  await chmod(join(folder, file), mode);
  return folder;
}

describe("a working folder is not trusted more than what lies in it deserves", () => {
  test.each([
    [".env", "IGMINER_HTTP_TIMEOUT_MS=7000\n"],
    ["igminer.config.json", '{"http": {"timeoutMs": 7000}}'],
  ])(
    "%s that others can write is refused, with the command that mends it; one's own is taken",
    async (file, text) => {
      const folder = await folderWith(text, { file });
      const load = () => loadConfig({ environment: HOME, folder }).config.http.timeoutMs;
      for (const mode of [0o600, 0o644, 0o400]) {
        await chmod(join(folder, file), mode);
        expect(load()).toBe(7000);
      }
      for (const mode of [0o666, 0o664, 0o602]) {
        await chmod(join(folder, file), mode);
        expect(load).toThrow(
          expect.objectContaining({ exitCode: 2, hint: expect.stringContaining("chmod go-w") }),
        );
      }
    },
  );

  test.runIf(process.getuid?.() === 0)("a file of another user is refused", async () => {
    const folder = await folderWith("IGMINER_HTTP_TIMEOUT_MS=7000\n");
    await chown(join(folder, ".env"), 65_534, 65_534);
    expect(() => loadConfig({ environment: HOME, folder })).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringContaining("belongs to another user (65534)"),
      }),
    );
  });

  test("a file in a folder that everybody can write is refused, except where nobody can replace it", async () => {
    const folder = await folderWith("IGMINER_HTTP_TIMEOUT_MS=7000\n");
    await chmod(folder, 0o777);
    expect(() => loadConfig({ environment: HOME, folder })).toThrow(expect.objectContaining({ exitCode: 2 }));
    await chmod(folder, 0o1777);
    expect(loadConfig({ environment: HOME, folder }).config.http.timeoutMs).toBe(7000);
  });

  test.each([
    ["IGMINER_GRAPH_BASE_URL=http://127.0.0.1:9", "IGMINER_GRAPH_TOKEN"],
    ["IGMINER_PROXIES=http://127.0.0.1:9", "IGMINER_INSTANTLY_KEY"],
    ["PUPPETEER_EXECUTABLE_PATH=/bin/false", "OPENAI_API_KEY"],
    ["IGMINER_GMAIL_TOKEN_URL=http://127.0.0.1:9", "IGMINER_GMAIL_REFRESH_TOKEN"],
    ["PUPPETEER_CHROME_DOWNLOAD_BASE_URL=http://127.0.0.1:9", "IGMINER_HIKER_KEY"],
    ["DATABASE_URL=postgres://me@db.example/x", "PGPASSWORD"],
  ])("%s of a folder does not get %s of the environment, unless it is said by flag", async (line, secret) => {
    const [name = "", value = ""] = line.split("=");
    const folder = await folderWith(`${line}\n`);
    const environment = { ...HOME, [secret]: "a-secret-of-mine" };
    expect(() => loadConfig({ environment, folder })).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(new RegExp(`${name}.*${secret}`)),
      }),
    );
    const said = loadConfig({ environment, folder, flags: { [name]: value } });
    expect(said.entries.find(({ setting }) => setting.environment === name)?.origin).toBe("flag");
    const together = await folderWith(`${line}\n${secret}=a-secret-of-the-folder\n`);
    expect(() => loadConfig({ environment: HOME, folder: together })).not.toThrow();
  });

  test("a folder that names the database by libpq's variables does not get PGPASSWORD; a URL with a password of its own needs none", async () => {
    const environment = { ...HOME, PGPASSWORD: "a-secret-of-mine" };
    const named = await folderWith("PGHOST=db.example\n");
    expect(() => loadConfig({ environment, folder: named })).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    );
    const whole = await folderWith("DATABASE_URL=postgres://me:its-own@db.example/x\n");
    expect(() => loadConfig({ environment, folder: whole })).not.toThrow();
    expect(
      loadConfig({ environment: { ...environment, PGHOST: "db.example" }, folder: await emptyFolder() })
        .config.database.url,
    ).toContain("db.example");
  });

  test("the user's own configuration folder is as strong as the environment", async () => {
    const home = await emptyFolder();
    await mkdir(join(home, "igminer"));
    await writeFile(join(home, "igminer", "igminer.config.json"), '{"hiker": {"key": "a-secret-of-mine"}}');
    const folder = await folderWith("IGMINER_HIKER_BASE_URL=http://127.0.0.1:9\n");
    expect(() => loadConfig({ environment: { XDG_CONFIG_HOME: home }, folder })).toThrow(
      expect.objectContaining({ exitCode: 2 }),
    );
  });
});

describe("secrets inside URLs", () => {
  const load = (environment: Record<string, string>) =>
    loadConfig({ environment: { ...HOME, ...environment }, folder: "/nonexistent" });

  test.each([
    ["DATABASE_URL", "postgres://miner:pa%40ss@db/x", "postgres://••••••@db/x", "pa@ss"],
    [
      "DATABASE_URL",
      "postgres://db/x?user=miner&password=hush-hush",
      "postgres://db/x?user=••••••&password=••••••",
      "hush-hush",
    ],
    ["IGMINER_WEB_BASE_URL", "http://me:hush-hush@127.0.0.1:1/", "http://••••••@127.0.0.1:1/", "hush-hush"],
    ["OPENAI_BASE_URL", "http://hush-hush@127.0.0.1/v1", "http://••••••@127.0.0.1/v1", "hush-hush"],
    [
      "IGMINER_WEBHOOK_URL",
      "https://hooks.example/catch/hush-hush",
      "••••••",
      "hooks.example/catch/hush-hush",
    ],
    [
      "OPENAI_BASE_URL",
      "http://127.0.0.1/v1?api_key=hush-hush",
      "http://127.0.0.1/v1?api_key=••••••",
      "hush-hush",
    ],
  ])("of %s=%s are neither shown nor told", (name, value, shown, secret) => {
    const { entries } = load({ [name]: value });
    const entry = entries.find(({ setting }) => setting.environment === name);
    if (entry === undefined) throw new Error(name);
    expect(displayValue(entry.setting, entry.value)).toBe(shown);
    expect(maskOf(secretsIn(entries)).text(`refused: https://${secret}!`)).not.toContain(secret);
  });

  test("no part is told of a value with a user in it that is no URL", () => {
    expect(() => load({ IGMINER_GMAIL_BASE_URL: "me:hush-hush@mail" })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("hush") }),
    );
  });

  test.each([
    "postgres://miner:one@two@db/x",
    "postgres://miner:one/two@db/x",
    "postgres://miner:one%two@db/x",
    "postgres://miner:one#two@db/x",
    "postgres://miner:one?two@db/x",
    "mysql://one:two@db/x",
  ])("%s cannot be read: it is told what to write instead, and no part of it", (value) => {
    let told = "";
    try {
      load({ DATABASE_URL: value });
    } catch (error) {
      told = `${(error as Error).message} ${(error as { hint: string }).hint}`;
    }
    expect(told).toContain("DATABASE_URL");
    expect(told).toContain("@ / ? # % in user and password written as %40 %2F %3F %23 %25");
    expect(told).not.toMatch(/\bone\b|\btwo\b/);
  });
});
