// Loaded into a process whose machine's clock is to be wrong (`node --import`): `Date` is CLOCK_AHEAD_MS ahead. The monotonic clock
// is left alone, as the kernel leaves it.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
const OwnDate = globalThis.Date;

globalThis.Date = class DateAhead extends OwnDate {
  constructor(...given) {
    if (given.length === 0) super(OwnDate.now() + aheadMs);
    else super(...given);
  }
  static now() {
    return OwnDate.now() + aheadMs;
  }
};
