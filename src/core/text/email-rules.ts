/** The number of these rules: raised when they find more, so that `find-emails` looks again at what they found nothing in. */
export const EMAIL_RULES = 5;
