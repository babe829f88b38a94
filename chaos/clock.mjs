// Loaded into a process whose machine should have a wrong clock (`node --import`): `Date` is CLOCK_AHEAD_MS ahead. The
// monotonic clock is not changed, as on a real machine.
import { types } from "node:util";

const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
const OwnDate = globalThis.Date;

globalThis.Date = class DateAhead extends OwnDate {
  // Dates that Node creates itself, such as file times, are instances too.
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
