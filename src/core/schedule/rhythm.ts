/** How often a command runs: every few minutes, once an hour, or once a day (UTC or local time). */
export type Rhythm =
  | { everyMinutes: 2 | 3 | 5 | 6 | 10 | 12 | 15 | 20 | 30; from: number }
  | { hourlyAt: number }
  | { dailyAt: `${number}:${number}` };

/** @returns the five time fields of a crontab line (crontab(5)). */
export function cronOf(rhythm: Rhythm): string {
  if ("everyMinutes" in rhythm) {
    const { everyMinutes, from } = rhythm;
    return from === 0 ? `*/${everyMinutes} * * * *` : `${from}-59/${everyMinutes} * * * *`;
  }
  if ("hourlyAt" in rhythm) return `${rhythm.hourlyAt} * * * *`;
  const [hour, minute] = timeOf(rhythm.dailyAt);
  return `${minute} ${hour} * * *`;
}

/** @returns the same as a systemd calendar event (systemd.time(7)). */
export function calendarOf(rhythm: Rhythm): string {
  if ("everyMinutes" in rhythm) return `*-*-* *:${twoDigits(rhythm.from)}/${rhythm.everyMinutes}:00`;
  if ("hourlyAt" in rhythm) return `*-*-* *:${twoDigits(rhythm.hourlyAt)}:00`;
  const [hour, minute] = timeOf(rhythm.dailyAt);
  return `*-*-* ${twoDigits(hour)}:${twoDigits(minute)}:00`;
}

/** @returns the longest time between two starts. */
export function intervalSecondsOf(rhythm: Rhythm): number {
  if ("everyMinutes" in rhythm) return rhythm.everyMinutes * 60;
  return "hourlyAt" in rhythm ? 3_600 : 86_400;
}

function timeOf(text: string): [hour: number, minute: number] {
  const [hour, minute] = text.split(":").map(Number);
  return [hour as number, minute as number];
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
