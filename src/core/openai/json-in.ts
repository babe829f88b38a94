/**
 * Finds the JSON in a model's output: also inside a code fence, after its reasoning or a sentence, or before a remark.
 * Not every compatible service keeps to the schema, and the answer is validated later anyway.
 * @throws SyntaxError if there is none.
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
