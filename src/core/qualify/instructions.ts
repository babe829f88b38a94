import { ZERO_WIDTH } from "../text/clean-text.js";
import { type AccountTexts, readPart } from "./qualification.js";

/**
 * Texts that address a model instead of people: orders to ignore its instructions, its field names, the markers of chat
 * protocols. This catches known forms; the checks on the answers (check-answers.ts) catch the others.
 */
const WRITTEN_TO_A_MODEL: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^\n]{0,40}\b(?:previous|prior|above|earlier|all|any|your|system|these)\b[^\n]{0,40}\b(?:instructions?|prompts?|rules?|directions?|orders?|text)\b/iu,
  /\b(?:ignorier|vergiss|missachte)\p{L}*\b[^\n]{0,60}\b(?:anweisung|befehl|regel|vorgabe|prompt)\p{L}*/iu,
  /\b(?:ignora|olvida|ignorez|oubliez|oublie|ignore|ignorar|esqueça|dimentica)\b[^\n]{0,60}\b(?:instruc|consigne|istruzion|instruç|órdenes|ordres|ordini)\p{L}*/iu,
  /(?:игнорируй|забудь)[^\n]{0,60}(?:инструкци|указани|команд)/iu,
  /\b(?:system|developer) (?:prompt|message|mode)\b|\bjailbreak\b|\bprompt injection\b/iu,
  /\b(?:you are|act as|pretend to be|du bist)\b[^\n]{0,20}\b(?:chatgpt|gpt-?\d?|an? (?:ai|llm|language model|assistant)|eine? (?:ki|sprachmodell))\b/iu,
  /\b(?:gender_?conf(?:idence)?|account_kind|qualified_by|ai_bio_lang)\b|"(?:gender|kind|topics|language)"\s*:/iu,
  /<\|[a-z_]+\|>|\[\/?inst\]|<\/?(?:system|assistant|user|instructions?)>|^[^\S\r\n]*(?:system|assistant|user)[^\S\r\n]*:/imu,
  /\b(?:set|return|output|respond|answer|classify|label|mark|rate)\b[^\n]{0,40}\b(?:gender|confidence|json|as (?:a )?(?:person|business|bot|fan|male|female))\b/iu,
];

/** Normalises the known ways to disguise letters. */
function plain(text: string): string {
  return text.replace(ZERO_WIDTH, "").normalize("NFKC");
}

/** @returns whether a text addresses a model. */
export function hasInstructions(text: string): boolean {
  const unhidden = plain(text);
  return WRITTEN_TO_A_MODEL.some((pattern) => pattern.test(unhidden));
}

/** @returns whether any text of an account addresses a model. */
export function isWrittenToModels(texts: AccountTexts): boolean {
  return Object.values(readPart(texts)).some((text) => text !== null && hasInstructions(text));
}

/** @returns the text without the lines that address a model. */
export function withoutInstructions(text: string): string {
  return text
    .split("\n")
    .filter((line) => !hasInstructions(line))
    .join("\n");
}
