/**
 * Version of these rules. Raise it when they find more, so that `find-emails` searches accounts without an address
 * again.
 */
export const EMAIL_RULES = 7;
