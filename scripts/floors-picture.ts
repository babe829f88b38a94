import { cruise, type ICruiseResult } from "dependency-cruiser";
import { FLOORS } from "./floors.cjs";

const ROOMS = FLOORS.flat();

/**
 * @returns the floors as a Mermaid flowchart, from the imports in the code: an arrow for each room that another one
 * uses, without arrows implied by others.
 */
export async function floorsPicture(): Promise<string> {
  const { output } = await cruise(["src"], {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  });
  const uses = usesOfRooms(output as ICruiseResult);
  const floors = [...FLOORS].reverse().map((rooms, at) => {
    const names = rooms.filter((room) => uses.has(room)).map((room) => `${idOf(room)}["${nameOf(room)}"]`);
    return [
      `  subgraph floor${FLOORS.length - at}[" "]`,
      "    direction LR",
      `    ${names.join(" ~~~ ")}`,
      "  end",
    ];
  });
  const arrows = [...uses].flatMap(([from, targets]) =>
    [...targets]
      .filter((to) => ![...targets].some((between) => between !== to && reaches(uses, between, to)))
      .map((to) => `  ${idOf(from)} --> ${idOf(to)}`),
  );
  return ["flowchart TB", ...floors.flat(), ...arrows.sort()].join("\n");
}

function usesOfRooms({ modules }: ICruiseResult): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>(ROOMS.map((room) => [room, new Set()]));
  for (const { source, dependencies } of modules) {
    const from = roomOf(source);
    for (const { resolved } of dependencies) {
      const to = roomOf(resolved);
      if (from !== undefined && to !== undefined && from !== to) uses.get(from)?.add(to);
    }
  }
  return uses;
}

function reaches(uses: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const targets = uses.get(from) ?? new Set();
  return targets.has(to) || [...targets].some((between) => reaches(uses, between, to));
}

function roomOf(path: string): string | undefined {
  return ROOMS.find((room) => new RegExp(`^src/${room}${room.endsWith(".ts") ? "$" : "/"}`).test(path));
}

function nameOf(room: string): string {
  return room === "core/[^/]+\\.ts"
    ? "failure, source-error, deadline"
    : room.replace("core/", "").replace("\\", "");
}

function idOf(room: string): string {
  return nameOf(room).split(",")[0]?.replace(/\W/g, "_") ?? "";
}
