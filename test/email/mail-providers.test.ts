import { expect, test } from "vitest";
import { isMailProvider } from "../../src/core/email/mail-providers.js";

test.each(
  "gmail.com orange.fr comcast.net btinternet.com tiscali.it ziggo.nl aon.at sapo.pt docomo.ne.jp interia.pl tuta.io".split(
    " ",
  ),
)("%s stands for everybody with a mailbox there", (domain) => {
  expect(isMailProvider(domain)).toBe(true);
});

test.each("example.com lego.com studio-orange.fr harvard.edu bbc.co.uk".split(" "))(
  "%s is somebody's own",
  (domain) => {
    expect(isMailProvider(domain)).toBe(false);
  },
);
