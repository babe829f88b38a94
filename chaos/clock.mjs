// Loaded into a process whose machine's clock is to be wrong (`node --import`): `Date` is CLOCK_AHEAD_MS ahead. The monotonic clock
// is left alone, as the kernel leaves it.
import { types } from "node:util";

const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
const OwnDate = globalThis.Date;

globalThis.Date = class DateAhead extends OwnDate {
  // What Node made itself, as a file's times, is a date too.
  static [Symbol.hasInstance](value) {
    return types.isDate(value);
  }

  constructor(...given) {
    if (given.length === 0) super(OwnDate.now() + aheadMs);
    else super(...given);
  }
  static now() {
    return OwnDate.now() + aheadMs;
  }
};
