/** Detects UTF-16 by its byte order mark, which every editor writes. */
function encodingOf([first, second]: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

/** @returns a text file's content: UTF-16 if it begins with its byte order mark, as files of Excel and Notepad do, else UTF-8. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes) ?? "utf-8").decode(bytes);
}

/** Passes bytes on, converting UTF-16 to UTF-8. The first chunk must have at least two bytes, unless the input is shorter. */
export async function* asUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | null | undefined;
  for await (const chunk of bytes) {
    if (decoder === undefined) {
      const encoding = encodingOf(chunk);
      decoder = encoding === null ? null : new TextDecoder(encoding);
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  }
}
