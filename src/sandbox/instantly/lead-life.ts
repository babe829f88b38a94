import { hashOf, hashOfText, pick, shareOf } from "../random.js";

/** The outcome of one e-mail to a lead. */
export interface MailOutcome {
  isBounced: boolean;
  isOpened: boolean;
  isClicked: boolean;
  isUnsubscribed: boolean;
  isAnswered: boolean;
  /** Instantly's number for the meaning of a reply (facts §5), or null if nobody has rated it. */
  interest: number | null;
}

/** Days after the first e-mail on which a lead gets one. */
export const MAIL_DAYS = [0, 3, 7] as const;

const INTERESTS = [null, null, 0, 1, 1, 2, -1, -1, -2] as const;

/** @returns the outcome of a step's e-mail to an address; always the same for the same seed. */
export function outcomeOfMail(seed: number, email: string, step: number): MailOutcome {
  const share = (event: number) => shareOf(hashOf(seed, 90, hashOfText(email), step, event));
  const isBounced = step === 0 && share(0) < 0.04;
  const isOpened = !isBounced && share(1) < 0.5;
  const isUnsubscribed = isOpened && share(2) < 0.03;
  const isAnswered = isOpened && !isUnsubscribed && share(3) < 0.1;
  return {
    isBounced,
    isOpened,
    isClicked: isOpened && share(4) < 0.1,
    isUnsubscribed,
    isAnswered,
    interest: isAnswered ? pick(INTERESTS, hashOf(seed, 91, hashOfText(email), step)) : null,
  };
}
