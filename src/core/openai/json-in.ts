/**
 * The JSON in what a model wrote: also within a code fence, behind its thoughts or a sentence, or with a word after it.
 * Not every service that speaks OpenAI's language keeps to the schema, and its answer is checked anyway.
 * @throws SyntaxError where there is none.
 */
export function jsonIn(content: string): unknown {
  const text = content.replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, "").trim();
  try {
    return JSON.parse(text);
  } catch (error) {
    const fenced = /```[a-z]*\s*\n?([\s\S]*?)```/i.exec(text)?.[1] ?? text;
    const begin = fenced.search(/[[{]/);
    const end = Math.max(fenced.lastIndexOf("]"), fenced.lastIndexOf("}"));
    if (begin < 0 || end <= begin) throw error;
    return JSON.parse(fenced.slice(begin, end + 1));
  }
}
