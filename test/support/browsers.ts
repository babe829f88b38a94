import { listProcesses, type RunningProcess } from "../../src/core/browser/processes.js";

/** @returns the process groups of the browsers with a profile in a folder. */
export async function browserGroups(folder: string): Promise<number[]> {
  const processes = await listProcesses(process.platform);
  const groups = processes
    .filter(({ commandLine }) => commandLine.includes(`--user-data-dir=${folder}`))
    .map(({ groupId }) => groupId);
  return [...new Set(groups)];
}

/** @returns the processes in these groups that are still running. */
export async function membersOf(groups: readonly number[]): Promise<RunningProcess[]> {
  return (await listProcesses(process.platform)).filter(({ groupId }) => groups.includes(groupId));
}
