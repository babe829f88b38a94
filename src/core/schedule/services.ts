import type { Rhythm } from "./rhythm.js";

/** A command for a scheduler: how often and with which flags it runs, and what it depends on. */
export interface Service {
  /** The command's name, as in `Run.command`. */
  name: string;
  /** The flags it is called with. */
  flags: string;
  rhythm: Rhythm;
  /** A scheduler kills it after this time; its own --max-seconds is shorter. */
  timeoutSeconds: number;
  /** Its input, as in "waits for posts", or null if it needs none from other services. */
  livesOn: string | null;
  /** The services that produce this input. */
  fedBy: readonly string[];
  /** Settings without which it has nothing to do; of several separated by "|" one is enough. */
  requires: readonly string[];
  /** Additional flags, used if all these settings have values. */
  flagsWith: { settings: readonly string[]; flags: string; without: string } | null;
  /** Whether it also runs while the schedule is paused, because it monitors, cleans up, or reads replies. */
  runsInPause: boolean;
  /** Names of its metrics that count what the next services use; empty: any run provides for them. */
  makes: readonly string[];
  /** A flag that only the operator can fill in, such as "--sequence NAME"; null: none. */
  fillIn: string | null;
}

type Told = Partial<
  Pick<Service, "flags" | "timeoutSeconds" | "requires" | "fillIn" | "flagsWith" | "makes" | "runsInPause">
>;

function service(
  name: string,
  rhythm: Rhythm,
  [livesOn, ...fedBy]: readonly [livesOn: string | null, ...fedBy: string[]],
  told: Told = {},
): Service {
  return {
    name,
    rhythm,
    livesOn,
    fedBy,
    flags: "",
    timeoutSeconds: 900,
    requires: [],
    fillIn: null,
    flagsWith: null,
    makes: [],
    runsInPause: false,
    ...told,
  };
}

const every = (everyMinutes: Extract<Rhythm, { from: number }>["everyMinutes"], from = 0): Rhythm => ({
  everyMinutes,
  from,
});

const GMAIL = ["IGMINER_GMAIL_CLIENT_ID", "IGMINER_GMAIL_CLIENT_SECRET", "IGMINER_GMAIL_REFRESH_TOKEN"];
const A_SEQUENCER = "IGMINER_INSTANTLY_KEY|IGMINER_WEBHOOK_URL|IGMINER_CSV_DIR";

/**
 * The table of all services, read by `schedule print`, crontab.example, systemd/ and `status`. Services of the same rhythm
 * start at different minutes, so that they do not all start at once.
 */
export const SERVICES: readonly Service[] = [
  service("mine-new", every(5), ["names in the frontier"], {
    flags: "--batch 200 --max-seconds 270",
    timeoutSeconds: 600,
  }),
  service("mine-manual", every(2, 1), [null], { flags: "--batch 20 --max-seconds 100", timeoutSeconds: 300 }),
  service("refresh", every(10, 3), ["mined accounts", "mine-new"], {
    flags: "--batch 200 --max-seconds 540",
  }),
  service("import-comments", every(15, 4), ["posts", "mine-new", "refresh"], {
    flags: "--batch 20 --max-seconds 800",
    timeoutSeconds: 1_200,
    requires: ["IGMINER_HIKER_KEY|IGMINER_HIKER_KEYS"],
  }),
  service("detect-langs", every(5, 2), ["posts", "mine-new", "refresh"], { flags: "--batch 5000" }),
  service("count-captions", every(10, 5), ["posts whose language is known", "detect-langs"]),
  service("find-countries", every(10, 6), ["mined accounts", "mine-new", "refresh"], {
    flags: "--batch 500",
  }),
  service("find-emails", every(10, 7), ["mined accounts", "mine-new", "refresh"], { flags: "--batch 1000" }),
  service("qualify", every(10, 8), ["mined accounts", "mine-new", "refresh"], {
    flags: "--batch 100 --max-seconds 540",
  }),
  service("measure", every(10, 1), ["mined accounts", "mine-new", "refresh"], {
    flags: "--batch 100000 --max-seconds 540",
  }),
  service("rank", every(10, 2), ["judged accounts", "qualify", "find-countries", "find-emails", "measure"], {
    flags: "--batch 5000 --max-seconds 270",
  }),
  service("verify-emails", every(10, 9), ["e-mail addresses", "mine-new", "find-emails"], {
    flags: "--batch 200 --max-seconds 540",
    flagsWith: {
      settings: ["IGMINER_MAIL_FROM", "IGMINER_HELO"],
      flags: "--smtp",
      without: "without asking mail hosts, no address becomes deliverable and import-sequence adds nobody",
    },
    makes: ["deliverable", "risky"],
  }),
  service("mark-bad-emails", every(15, 11), ["verdicts on addresses", "verify-emails"], {
    flags: "--batch 1000",
    makes: ["good", "risky"],
  }),
  service("fill-clones", { hourlyAt: 13 }, ["qualified accounts", "qualify"]),
  service("vary-names", { hourlyAt: 19 }, ["watched accounts", "fill-clones"]),
  service("validate-clones", every(15, 8), ["candidate names", "vary-names"], {
    flags: "--max-seconds 800",
    timeoutSeconds: 1_200,
  }),
  service("fetch-pictures", every(15, 12), ["watched accounts", "fill-clones", "validate-clones"], {
    flags: "--max-seconds 800",
    timeoutSeconds: 1_200,
  }),
  service("import-sequence", every(30, 14), ["verified addresses", "verify-emails", "mark-bad-emails"], {
    flags: "--batch 500",
    fillIn: "--sequence NAME",
  }),
  service("hand-over", every(15, 9), ["leads that wait", "import-sequence"], {
    flags: "--max-seconds 600",
  }),
  service("sync-instantly", every(15, 5), ["leads at Instantly", "hand-over"], {
    flags: "--batch 200 --max-seconds 600",
    requires: [A_SEQUENCER],
    runsInPause: true,
  }),
  service("label-gmail", every(10, 4), [null], {
    flags: "--batch 200",
    requires: GMAIL,
    runsInPause: true,
  }),
  service("filter-autoforwards", { hourlyAt: 33 }, ["classified messages", "label-gmail"], {
    requires: GMAIL,
    runsInPause: true,
  }),
  service("refresh-views", every(30, 10), [null], { timeoutSeconds: 3_600, runsInPause: true }),
  service("alerts send", every(5, 1), [null], { timeoutSeconds: 120, runsInPause: true }),
  service("health", { hourlyAt: 47 }, [null], { timeoutSeconds: 120, runsInPause: true }),
  service("purge", { hourlyAt: 17 }, [null], {
    flags: "--max-seconds 1800",
    timeoutSeconds: 3_600,
    runsInPause: true,
  }),
  service("retry", { dailyAt: "3:30" }, [null], { timeoutSeconds: 300 }),
];

/** @returns the service of a command, or undefined if no scheduler runs it. */
export function serviceOf(command: string): Service | undefined {
  return SERVICES.find(({ name }) => name === command);
}

/** What this installation provides for scheduling. */
export interface Installation {
  /** The available commands. */
  commands: readonly string[];
  /** Whether a setting, by its environment name, has a value. */
  isSet(environment: string): boolean;
}

/** Whether all settings required by a service have values. */
export function isSetUp({ requires }: Service, isSet: Installation["isSet"]): boolean {
  return requires.every((names) => names.split("|").some(isSet));
}

/** @returns the services available in this installation whose required settings have values. */
export function configuredServices({ commands, isSet }: Installation): Service[] {
  return SERVICES.filter((service) => commands.includes(service.name) && isSetUp(service, isSet)).map(
    (each) =>
      each.flagsWith?.settings.every(isSet)
        ? { ...each, flags: `${each.flags} ${each.flagsWith.flags}`.trim() }
        : each,
  );
}

/** @returns what the services cannot do because a setting is missing, one line each. */
export function shortcomings(installation: Installation): string[] {
  return configuredServices(installation).flatMap(({ name, flagsWith }) => {
    const missing = flagsWith?.settings.filter((setting) => !installation.isSet(setting)) ?? [];
    if (flagsWith === null || missing.length === 0) return [];
    return [
      `${name}: ${flagsWith.without} (${missing.map((setting) => `${setting} is not set`).join(", ")})`,
    ];
  });
}
