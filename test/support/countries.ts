import { type CountryClues, openCountryGuesser } from "../../src/core/countries/evidence.js";

const guessCountry = openCountryGuesser();

/** Guesses the country of an account of which nothing is known but these clues. */
export const guessFrom = (clues: Partial<CountryClues>) =>
  guessCountry({
    fullName: null,
    biography: null,
    phone: null,
    cityName: null,
    locations: [],
    captions: {},
    ...clues,
  });
