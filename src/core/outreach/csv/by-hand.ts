import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { EXIT, Failure, messageOf } from "../../failure.js";
import { chosenFolder } from "../../private-folder.js";
import { textOf } from "../../text/utf16.js";
import type { AddResult, NewLead, Refusal, Sequencer, SequencerLead } from "../sequencer.js";
import { aloneIn } from "./folder-lock.js";
import { readTable, type Table } from "./read-table.js";

const LEADS_PER_FILE = 10_000;
/** Leads to remove from the user's tool and addresses never to write to, one per line. */
const STOP_FILE = "stop.csv";

/**
 * A sequencer operated by a person, who carries rows to any tool. Rows are written as `CAMPAIGN/add-N.csv`, one file
 * per request. Leads to be removed again are added to the `stop.csv` beside them, and addresses never to write to go to
 * the `stop.csv` of the folder itself. `igminer sequence results` reads the results back. Folders and files are
 * readable by this user only.
 */
export function openByHand(folder: string): Sequencer {
  const campaignFolder = (campaignId: string) => join(folder, campaignId.replace(/[^\p{L}\p{N}._-]/gu, "_"));

  async function written(campaignId: string): Promise<({ file: string } & Table)[]> {
    const names = await readdir(campaignFolder(campaignId)).catch(nothingThere);
    return Promise.all(
      names
        .filter((name) => /^add-\d+\.csv$/.test(name))
        .map(async (name) => {
          const file = join(campaignFolder(campaignId), name);
          return { file, ...readTable(textOf(await readFile(file))) };
        }),
    );
  }

  async function addToStop(path: string, value: string): Promise<void> {
    const known = await linesIn(path);
    const lines = known.length === 0 ? ["email_or_domain"] : known;
    if (!lines.includes(value)) await replace(path, `${[...lines, value].join("\n")}\n`);
  }

  /** Reading a file and writing it back would lose another order's change in the meantime. */
  async function change(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    folderAt(folder);
    await aloneIn(folder, signal, work);
  }

  return {
    name: "csv",
    title: "files",
    leadsPerRequest: LEADS_PER_FILE,
    canBeAsked: false,
    // Whether a file was written shows in the list.
    mayHaveArrived: () => true,
    addLeads: ({ outboxId, campaignId }, withLeads) =>
      withLeads(async (leads) => {
        const target = campaignFolder(campaignId);
        folderAt(folder);
        folderAt(target);
        await replace(join(target, `add-${outboxId}.csv`), csvOf(leads));
        return allTaken(outboxId, leads);
      }),
    async findLeads(campaignId, emails) {
      if (campaignId === null) return [];
      const wanted = new Set(emails);
      const files = await written(campaignId);
      return files.flatMap(({ file, rows }) =>
        rows.flatMap(({ email = "" }, index) =>
          wanted.has(addressOf(email))
            ? [leadOf(addressOf(email), campaignId, `${/add-(\d+)/.exec(file)?.[1]}-${index + 1}`)]
            : [],
        ),
      );
    },
    leadsAfter: async () => ({ leads: [], next: null, unreadable: 0 }),
    figures: async () => null,
    async deleteLead({ email, campaignId }, signal) {
      if (email === null || campaignId === null) return;
      await change(signal, async () => {
        folderAt(campaignFolder(campaignId));
        // Told first and in any case: a file that was loaded into the tool may be gone by now.
        await addToStop(join(campaignFolder(campaignId), STOP_FILE), email);
        for (const { file, columns, rows, delimiter } of await written(campaignId)) {
          const kept = rows.filter((row) => addressOf(row.email ?? "") !== email);
          if (kept.length === rows.length) continue;
          await replace(file, stringify(kept, { header: true, columns, delimiter }));
        }
      });
    },
    // A paused sequence writes no rows; igminer cannot pause the tool itself.
    setPaused: async () => {},
    isBlocked: async (value) => (await linesIn(join(folder, STOP_FILE))).includes(value),
    block: (value, signal) => change(signal, () => addToStop(join(folder, STOP_FILE), value)),
    unblock: (value, signal) =>
      change(signal, async () => {
        const path = join(folder, STOP_FILE);
        const known = await linesIn(path);
        const kept = known.filter((line) => line !== value);
        if (kept.length < known.length) await replace(path, `${kept.join("\n")}\n`);
      }),
  };
}

/** @returns the result of a request that succeeds or fails as a whole. */
export function allTaken(
  outboxId: bigint,
  leads: readonly NewLead[],
  told: ReadonlyMap<string, { id?: string | undefined; refused?: Refusal | undefined }> = new Map(),
): AddResult {
  const created = new Map<string, string>();
  const refused = new Map<string, Refusal>();
  for (const [index, { email }] of leads.entries()) {
    const answer = told.get(email);
    if (answer?.refused !== undefined) refused.set(email, answer.refused);
    else created.set(email, answer?.id ?? `${outboxId}-${index + 1}`);
  }
  return {
    explain: () => ({ created, refused, unknown: [], wrong: [] }),
    remainingInPlan: null,
    counters: { created: created.size, refused: refused.size },
  };
}

function csvOf(leads: readonly NewLead[]): string {
  const variables = [...new Set(leads.flatMap((lead) => Object.keys(lead.variables)))];
  return stringify(
    leads.map((lead) => [
      lead.email,
      lead.firstName ?? "",
      lead.website ?? "",
      ...variables.map((name) => lead.variables[name] ?? ""),
    ]),
    { header: true, columns: ["email", "first_name", "website", ...variables], escape_formulas: true },
  );
}

/** Undoes the apostrophe written before an address that a spreadsheet would take for a formula. */
function addressOf(cell: string): string {
  return cell.replace(/^'/, "");
}

function leadOf(email: string, campaignId: string, id: string): SequencerLead {
  return {
    id,
    email,
    campaignId,
    word: null,
    status: null,
    interest: null,
    opens: null,
    replies: null,
    clicks: null,
    updatedAt: null,
    contactedAt: null,
    repliedAt: null,
  };
}

function folderAt(path: string): void {
  chosenFolder(path, (error) => unwritable(path, error));
}

/** Writes a temporary file beside the target and renames it, so that nobody reads half a file. */
async function replace(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    await writeFile(unfinished, text, { mode: 0o600, flush: true });
    await rename(unfinished, path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): Failure {
  return new Failure(
    EXIT.failed,
    `${path} cannot be written: ${messageOf(error)}`,
    "Choose another folder with IGMINER_CSV_DIR, or make it writable.",
    error,
  );
}

/** The lines of a file that a spreadsheet may have saved, or none if there is no file. */
async function linesIn(path: string): Promise<string[]> {
  const text = textOf(Buffer.from(await readFile(path).catch(nothingThere)));
  return text.split(/[\r\n]+/).filter((line) => line !== "");
}

function nothingThere(error: unknown): never[] {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
  throw error;
}
