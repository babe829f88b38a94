/**
 * @returns the time, or null if it is none that can be stored: PostgreSQL does not read the form that JavaScript gives
 * to years before 1 and after 9999. Every time from outside must pass through here before it is bound.
 */
export function storableTime(time: Date): Date | null {
  const year = time.getUTCFullYear();
  return year >= 1 && year <= 9_999 ? time : null;
}
