import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { filesOf, openImportFile } from "../../src/core/exchange/import/open-file.js";
import { itemsOf, requireNames } from "../../src/core/exchange/import/read-items.js";
import { folderOf, zipOf } from "../support/exchange.js";
import { emptyFolder } from "../support/stores.js";

const NOW = new Date("2026-11-01T00:00:00Z");

/** The content of a file: its names, and the errors of bad lines. */
async function broughtBy(path: string, column: string | null = null) {
  const names: string[] = [];
  const bad: string[] = [];
  const leftOut: string[] = [];
  const file = await openImportFile(path, Readable.from([]));
  for await (const { outcome } of itemsOf(file, { observedAt: NOW, now: NOW, format: "auto", column })) {
    if ("error" in outcome) bad.push(outcome.error);
    else {
      names.push(...outcome.findings.names.map(({ username }) => username));
      names.push(...outcome.findings.profiles.map(({ username }) => username));
      leftOut.push(...outcome.findings.leftOut);
    }
  }
  return { names, bad, leftOut };
}

async function brought(files: Record<string, string | Buffer>, column: string | null = null) {
  const folder = await folderOf(files);
  return broughtBy(join(folder, Object.keys(files)[0] as string), column);
}

const follower = (value: string, href = `https://www.instagram.com/${value}`) => ({
  title: "",
  media_list_data: [],
  string_list_data: [{ href, value, timestamp: 1_750_000_000 }],
});
const FOLLOWERS = JSON.stringify([follower("lena.one"), follower("omar_two")]);
const FOLLOWING = JSON.stringify({
  relationships_following: [
    {
      title: "third.name",
      string_list_data: [{ href: "https://www.instagram.com/_u/third.name", timestamp: 1 }],
    },
  ],
});
const PAGE = `<html><body><a href="https://help.instagram.com/">Help</a><div><a target="_blank"
  href="https://www.instagram.com/_u/lena.one">lena.one</a><div>May 1</div></div>
  <h2>omar_two</h2><a href="https://www.instagram.com/omar_two">https://www.instagram.com/omar_two</a></body></html>`;

describe("Instagram's own download", () => {
  test.each([
    ["followers_1.json", FOLLOWERS, ["lena.one", "omar_two"]],
    ["following.json", FOLLOWING, ["third.name"]],
    ["followers_1.html", PAGE, ["lena.one", "omar_two"]],
  ])("%s brings the names in it", async (name, text, names) => {
    expect(await brought({ [name]: text })).toEqual({ names, bad: [], leftOut: [] });
  });

  test("names nobody for a hashtag that is followed, and the author of a post that was liked", async () => {
    const hashtag = follower("travel", "https://www.instagram.com/explore/tags/travel");
    const liked = {
      title: "its.author",
      string_list_data: [{ href: "https://www.instagram.com/p/Cabc/", value: "x" }],
    };
    expect((await brought({ "a.json": JSON.stringify([hashtag, liked]) })).names).toEqual(["its.author"]);
  });

  test("names the owner of a saved post in its newer form, whatever the language of its labels", async () => {
    const saved = (...owner: object[]) => ({
      timestamp: 1,
      media: [],
      label_values: [
        {
          label: "URL",
          value: "https://www.instagram.com/p/Cabc/",
          href: "https://www.instagram.com/p/Cabc/",
        },
        { label: "Bildunterschrift", value: "sunset" },
        { title: "Owner", dict: [{ title: "", dict: owner }] },
      ],
    });
    const english = saved({ label: "Name", value: "Lena" }, { label: "Username", value: "lena.one" });
    const german = saved({ label: "URL", value: "https://www.instagram.com/omar_two" });
    expect((await brought({ "a.json": JSON.stringify([english, german]) })).names).toEqual([
      "lena.one",
      "omar_two",
    ]);
  });

  test("is read out of its ZIP, and out of the folder that it makes: the lists of followers, no messages", async () => {
    const files = {
      "connections/followers_and_following/followers_1.json": FOLLOWERS,
      "connections/followers_and_following/following.json": FOLLOWING,
      "messages/inbox/a/message_1.json": '{"messages":[{"sender_name":"Private"}]}',
      "connections/followers_and_following/blocked_profiles.json": FOLLOWERS,
    };
    const folder = await folderOf({ "download.zip": zipOf(files) });
    const inZip = await filesOf([join(folder, "download.zip")]);
    expect((await Promise.all(inZip.map((path) => broughtBy(path)))).flatMap(({ names }) => names)).toEqual([
      "lena.one",
      "omar_two",
      "third.name",
    ]);
    const unpacked = await emptyFolder();
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(unpacked, name, ".."), { recursive: true });
      await writeFile(join(unpacked, name), text);
    }
    expect(await filesOf([unpacked])).toHaveLength(2);
  });

  test("that holds nothing to import, or is damaged, ends with words", async () => {
    const folder = await folderOf({ "a.zip": zipOf({ "photo.jpg": "x" }), "b.zip": "PK\x03\x04 cut off" });
    await expect(filesOf([join(folder, "a.zip")])).rejects.toThrow("without a file that can be imported");
    await expect(filesOf([join(folder, "b.zip")])).rejects.toThrow("b.zip cannot be read");
  });
});

describe("a table", () => {
  test.each([
    ["a.csv", "Full Name,USERNAME\nA,lena.one\nB,@omar_two\n"],
    ["a.csv", "\uFEFFInstagram Handle;City\r\n@lena.one;Graz\r\n@omar_two;Ulm\r\n"],
    ["a.csv", "instagram_handle\nlena.one\nomar_two\n"],
    ["a.tsv", "User-Name\tx\nlena.one\t1\nomar_two\t2\n"],
    ["a.csv", '"Profile URL","x"\nhttps://www.instagram.com/lena.one/,1\ninstagram.com/omar_two?hl=de,2\n'],
    ["a.txt", "username\nlena.one\nomar_two\n"],
    ["a.csv", "Account\nlena.one\nomar_two\n"],
    ["a.csv", "sep=;\r\nAccount;City\r\nlena.one;Graz\r\nomar_two;Ulm\r\n"],
    ["a.csv", "# exported by a tool\nAccount,City\nlena.one,Graz\nomar_two,Ulm\n"],
    ["a.csv", "#,Account\n1,lena.one\n2,omar_two\n"],
  ])("%s is read by its column of names: %j", async (name, text) => {
    expect((await brought({ [name]: text })).names).toEqual(["lena.one", "omar_two"]);
  });

  test("without a number of the account brings names, and says what is lost; where the column is named, names were wanted", async () => {
    const files = { "a.csv": "Creator Name,Who,Followers\nA,lena.one,10\n" };
    expect(await brought(files, "Who")).toEqual({ names: ["lena.one"], bad: [], leftOut: [] });
    expect((await brought({ "b.csv": "username,followers\nlena.one,10\n" })).leftOut).toEqual(["followers"]);
  });

  test("with a number is an account, whatever its columns are called", async () => {
    const text =
      'Profile URL,Followers Count,Instagram ID,Bio\nhttps://instagram.com/lena.one,"1,234",77,hello\n';
    const file = await openImportFile(join(await folderOf({ "a.csv": text }), "a.csv"), Readable.from([]));
    for await (const { outcome } of itemsOf(file, {
      observedAt: NOW,
      now: NOW,
      format: "auto",
      column: null,
    }))
      expect(outcome).toMatchObject({
        findings: {
          profiles: [{ id: 77n, username: "lena.one", followersCount: 1_234, biography: "hello" }],
        },
      });
  });

  test("without a column of names is refused by the names that it has", async () => {
    const folder = await folderOf({ "a.csv": "Name,Followers\nA,3\n", "b.csv": "username\nlena.one\n" });
    const open = (name: string) => openImportFile(join(folder, name), Readable.from([]));
    await expect(requireNames(await open("a.csv"), null)).rejects.toThrow('among "Name", "Followers"');
    await expect(requireNames(await open("b.csv"), "Nobody")).rejects.toThrow('no column "Nobody"');
    await requireNames(await open("b.csv"), null);
  });

  test("a list of names may begin with the account of that name", async () => {
    expect((await brought({ "a.txt": "instagram\nlena.one\n" })).names).toEqual(["instagram", "lena.one"]);
  });
});

describe("a folder", () => {
  test("is walked without following links: out of it, or in a ring", async () => {
    const folder = await folderOf({ "a.json": '{"username":"x.y"}' });
    const outside = await folderOf({ "o.json": '{"username":"out.side"}' });
    await mkdir(join(folder, "deep"));
    await writeFile(join(folder, "deep", "b.json"), '{"username":"deep.one"}');
    await symlink(outside, join(folder, "link"));
    await symlink(join(outside, "o.json"), join(folder, "linked.json"));
    await symlink("..", join(folder, "deep", "ring1"));
    await symlink("..", join(folder, "deep", "ring2"));
    expect(await filesOf([folder])).toEqual([join(folder, "a.json"), join(folder, "deep", "b.json")]);
  });

  test("is left as soon as somebody interrupts", async () => {
    const interruption = new AbortController();
    interruption.abort("SIGINT");
    expect(await filesOf([await folderOf({ "a.json": "{}" })], interruption.signal)).toEqual([]);
  });
});
