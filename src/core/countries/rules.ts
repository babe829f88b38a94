/** The number of the rules that find countries: raised when they know more, so that every account is looked at again. */
export const COUNTRY_RULES = 3;
