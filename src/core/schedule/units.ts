import { calendarOf, cronOf } from "./rhythm.js";
import type { Service } from "./services.js";

/** @returns a crontab with a line for each service (crontab(5)). @param warnings what they cannot do as they are. */
export function crontabOf(services: readonly Service[], warnings: readonly string[] = []): string {
  const fields = services.map(({ rhythm }) => cronOf(rhythm));
  const width = Math.max(...fields.map(({ length }) => length));
  const lines = services.map((service, index) => {
    const line = `${(fields[index] as string).padEnd(width)}  ${CRON_CALL} ${callOf(service)} --quiet`;
    return service.fillIn === null ? line : `# ${line}     # fill in ${service.fillIn}`;
  });
  const told = warnings.map((warning) => `# ${warning}`);
  return `${[CRON_HEAD, ...told, ...lines, CRON_TAIL].join("\n")}\n`;
}

const CRON_CALL = "cd ~/igminer && npx igminer";
const CRON_HEAD = `# igminer from cron, as \`igminer schedule print\` writes it. Copy the lines you want into \`crontab -e\` on as many machines
# as you like: PostgreSQL is all that they share, and no command takes what another has taken.
#
# The settings come from a file that only you can read: ~/igminer/.env, for example with
#   DATABASE_URL=postgres://igminer:…@db.example.com:5432/igminer
#   IGMINER_HIKER_KEY=…
#   IGMINER_MAIL_FROM=you@example.com     (verify-emails --smtp asks mail hosts in its name; without it nobody can be written to)
# MAILTO gets what goes wrong; silence means that all is well.

SHELL=/bin/bash
MAILTO=you@example.com
`;
const CRON_TAIL = `
# Every morning, by mail: what is wrong, if anything is.
0 7 * * *  ${CRON_CALL} status --check --quiet`;

/** One file under /etc/systemd/system. */
export interface UnitFile {
  path: string;
  text: string;
}

/**
 * @returns the unit files: one template for all services, and for each a timer and what it is called with. A service that has
 * to be told something has no timer: its drop-in is there to be filled in.
 */
export function unitFilesOf(services: readonly Service[]): UnitFile[] {
  return [
    { path: "igminer@.service", text: TEMPLATE },
    { path: "igminer-alert.service", text: ALERT },
    ...services.flatMap((service) => [
      ...(service.fillIn === null
        ? [{ path: `igminer@${unitOf(service)}.timer`, text: timerOf(service) }]
        : []),
      { path: `igminer@${unitOf(service)}.service.d/command.conf`, text: dropInOf(service) },
    ]),
  ];
}

/** @returns a command's name as a systemd instance. */
function unitOf({ name }: Pick<Service, "name">): string {
  return name.replaceAll(" ", "-");
}

function callOf({ name, flags, fillIn }: Service): string {
  return [name, fillIn, flags].filter((part) => part !== null && part !== "").join(" ");
}

function timerOf(service: Service): string {
  return `[Unit]
Description=When igminer ${service.name} runs

[Timer]
OnCalendar=${calendarOf(service.rhythm)}
# A machine that was off catches up once; machines of a fleet do not all start in the same second.
Persistent=true
RandomizedDelaySec=20s
AccuracySec=1s

[Install]
WantedBy=timers.target
`;
}

function dropInOf(service: Service): string {
  return `[Service]
Environment="IGMINER_CALL=${callOf(service)}"
TimeoutStartSec=${service.timeoutSeconds}s
`;
}

/** What every igminer service may and may not do. Node.js compiles at run time, so memory stays writable and executable. */
const HARDENING = `DynamicUser=yes
StateDirectory=igminer
WorkingDirectory=%S/igminer
Environment=HOME=%S/igminer IGMINER_DATA_DIR=%S/igminer
EnvironmentFile=-/etc/igminer/igminer.env
UMask=0077
NoNewPrivileges=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
CapabilityBoundingSet=
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native`;

const TEMPLATE = `# One igminer command, once. The instance is the command; its flags are in igminer@COMMAND.service.d/command.conf.
[Unit]
Description=igminer %i
Wants=network-online.target
After=network-online.target postgresql.service
OnFailure=igminer-alert.service

[Service]
Type=oneshot
Environment=IGMINER_CALL=%i
ExecStart=/usr/bin/env igminer $IGMINER_CALL --log-format json
# 3: some items will be tried again; 4: the source said stop. What was done is saved.
SuccessExitStatus=3 4
TimeoutStartSec=900s
# The first SIGTERM ends the run in order: what is in flight is saved, the rest is given back.
TimeoutStopSec=60s
KillMode=mixed
Nice=5
${HARDENING}
`;

const ALERT = `# Started when a command has failed: tells whoever alerts go to.
[Unit]
Description=igminer alerts send, after a failure
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/env igminer alerts send --quiet --log-format json
TimeoutStartSec=120s
${HARDENING}
`;
