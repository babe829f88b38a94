import { describe, expect, test } from "vitest";
import { isDeclaredAd } from "../../src/core/text/declared-ad.js";

describe("a declared advertisement", () => {
  test.each([
    "So good! #ad",
    "Schaut mal #Anzeige @brand",
    "Anzeige | Mein neuer Ofen",
    "[Werbung] Endlich da",
    "WERBUNG\nEndlich da",
    "Paid partnership with @brand. Love it",
    "In bezahlter Partnerschaft mit @brand",
    "J'adore #publicité",
    "Me encanta #publi",
    "Che bello #adv #pubblicità",
    "Super produkt #współpracareklamowa",
    "Çok güzel #reklam",
    "新しいお店 #PR これは好きです",
    "新商品 #広告",
    "Смотрите #реклама",
  ])("is seen in: %s", (caption) => {
    expect(isDeclaredAd(caption)).toBe(true);
  });

  test.each([
    null,
    "",
    "A day at the sea #sea",
    "Werbung, unbezahlt: mein neuer Ofen",
    "#werbung #unbezahlt",
    "This is not an ad, I just love it #ad",
    "Adventure begins #adventure",
    "New PR in the gym #pr",
    "Ad astra, my friends",
    "Werbung nervt mich sehr",
    "https://shop.example/#ad",
  ])("is not seen in: %s", (caption) => {
    expect(isDeclaredAd(caption)).toBe(false);
  });
});
