const { FLOORS } = require("./scripts/floors.cjs");

const pathOf = (room) => `^src/${room}${room.endsWith(".ts") ? "$" : "/"}`;

const floorRules = FLOORS.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `nothing-above-${room.replace("core/", "")}`,
    comment: `${room} stands on floor ${floor}: it imports itself and the floors below.`,
    severity: "error",
    from: { path: pathOf(room) },
    to: {
      path: [
        ...FLOORS.slice(floor + 1).flat(),
        // The ground is one room for its own files alone: failure.ts and source-error.ts may know each other.
        ...rooms.filter((other) => other !== room && floor > 0),
      ].map(pathOf),
    },
  })),
);

module.exports = {
  forbidden: [
    ...floorRules.filter(({ to }) => to.path.length > 0),
    {
      name: "every-file-has-a-floor",
      comment: "A new room is named in FLOORS, at the height where it stands.",
      severity: "error",
      from: { path: "^(test|bench|src)/" },
      to: { path: "^src/", pathNot: FLOORS.flat().map(pathOf) },
    },
    {
      name: "no-circle-of-files",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true },
    },
    {
      name: "no-circle-of-folders",
      comment: "No two folders import each other, directly or round a corner.",
      severity: "error",
      scope: "folder",
      from: { path: "^src/(core|sandbox|commands)" },
      to: { circular: true },
    },
    {
      name: "sandbox-for-demo-and-tests",
      comment: "What stands in for outside services is never part of a real run.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/sandbox/", "^src/commands/(demo|sandbox)\\.ts$"] },
      to: { path: "^src/sandbox/" },
    },
    {
      name: "nobody-imports-tests",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|bench|scripts)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".js"] },
  },
};
