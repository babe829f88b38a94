import { jsonrepair } from "jsonrepair";

/** What a reasoning model thinks aloud. The service may have put the opening tag into the prompt, or cut off the closing one. */
const THOUGHTS =
  /^(?:(?!<think)[\s\S])*<\/think(?:ing)?>|<(think(?:ing)?|thoughts?|reasoning|analysis|reflection|scratchpad)>[\s\S]*?(?:<\/\1>|$)|\[think\][\s\S]*?(?:\[\/think\]|$)/giu;
/** Before the last message of a model that answers in channels: its analysis precedes it. */
const LAST_MESSAGE = "<|message|>";
/** An object with a key, or a list of objects: in "[2] accounts, {as asked}" no answer begins. */
const BEGINNING = /\{\s*["'“”„‘’]?[\p{L}\p{N}_][\p{L}\p{N}_ -]*["'“”„‘’]?\s*:|\[\s*\{/gu;

/**
 * Finds the JSON in a model's output: also in a code fence, between sentences, behind its reasoning, as a text within
 * JSON, with the slips of other languages (quotes, commas, comments; by jsonrepair), or cut off, up to the last part
 * that is whole. Not every compatible service keeps to the schema, and the answer is validated later anyway.
 * @returns the value; a list if there are several.
 * @throws SyntaxError if there is none.
 */
export function jsonIn(content: string): unknown {
  const last = content.lastIndexOf(LAST_MESSAGE);
  const text = (last < 0 ? content : content.slice(last + LAST_MESSAGE.length)).replace(THOUGHTS, "").trim();
  const whole = parsed(text);
  if (typeof whole === "object" && whole !== null) return whole;
  const found = blocksIn(typeof whole === "string" ? whole : text).flatMap((block) => {
    const value = parsed(block) ?? repaired(block);
    return value === undefined ? [] : [value];
  });
  if (found.length === 0) throw new SyntaxError("there is no JSON in this text");
  return found.length === 1 ? found[0] : found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function repaired(text: string): unknown {
  try {
    return JSON.parse(jsonrepair(text));
  } catch {
    // Beyond repair, or nested so deeply that the stack does not suffice.
    return undefined;
  }
}

/** The parts of a text between matching brackets; one that is cut off ends behind its last bracket. */
function blocksIn(text: string): string[] {
  const blocks: string[] = [];
  const beginning = new RegExp(BEGINNING);
  for (let match = beginning.exec(text); match !== null; match = beginning.exec(text)) {
    const end = endOfBlock(text, match.index) ?? text.lastIndexOf("}") + 1;
    if (end <= match.index) break;
    blocks.push(text.slice(match.index, end));
    beginning.lastIndex = end;
  }
  return blocks;
}

/** @returns the place behind the bracket that closes the one at `start`; null if none does. */
function endOfBlock(text: string, start: number): number | null {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (isInText) {
      if (sign === "\\") at++;
      else if (sign === '"') isInText = false;
    } else if (sign === '"') isInText = true;
    else if (sign === "{" || sign === "[") depth++;
    else if ((sign === "}" || sign === "]") && --depth === 0) return at + 1;
  }
  return null;
}
