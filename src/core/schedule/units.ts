import { calendarOf } from "./rhythm.js";
import type { Service } from "./services.js";

/** One file below /etc/systemd/system. */
export interface UnitFile {
  path: string;
  text: string;
}

/**
 * @returns the unit files: one template for all services, and for each service a timer and a drop-in with its arguments. A
 * service with a flag to fill in has no timer; the flag is to be filled into its drop-in.
 * @param program the command that starts igminer: a path, or Node.js and the launcher.
 */
export function unitFilesOf(services: readonly Service[], program: string): UnitFile[] {
  return [
    { path: "igminer@.service", text: templateFor(program) },
    { path: "igminer-alert.service", text: alertFor(program) },
    ...services.flatMap((service) => [
      ...(service.fillIn === null
        ? [{ path: `igminer@${unitOf(service)}.timer`, text: timerOf(service) }]
        : []),
      { path: `igminer@${unitOf(service)}.service.d/command.conf`, text: dropInOf(service) },
    ]),
  ];
}

/** @returns a command's name as a systemd instance name. */
function unitOf({ name }: Pick<Service, "name">): string {
  return name.replaceAll(" ", "-");
}

/** @returns igminer's arguments for a service. */
export function callOf({ name, flags, fillIn }: Service): string {
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

/** The sandbox of every igminer service. Node.js compiles at run time, so memory must stay writable and executable. */
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

const templateFor = (
  program: string,
) => `# One igminer command, once. The instance is the command; its flags are in igminer@COMMAND.service.d/command.conf.
[Unit]
Description=igminer %i
Wants=network-online.target
After=network-online.target postgresql.service
OnFailure=igminer-alert.service

[Service]
Type=oneshot
Environment=IGMINER_CALL=%i
ExecStart=${program} $IGMINER_CALL --log-format json
# 3: some items will be tried again; 4: the source said stop. What was done is saved.
SuccessExitStatus=3 4
TimeoutStartSec=900s
# The first SIGTERM ends the run in order: what is in flight is saved, the rest is given back.
TimeoutStopSec=60s
KillMode=mixed
Nice=5
${HARDENING}
`;

const alertFor = (program: string) => `# Started when a command has failed: sends the pending alerts.
[Unit]
Description=igminer alerts send, after a failure
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=${program} alerts send --quiet --log-format json
TimeoutStartSec=120s
${HARDENING}
`;
