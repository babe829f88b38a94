/** Version of the country rules. Raise it when they find more, so that every account is examined again. */
export const COUNTRY_RULES = 6;
