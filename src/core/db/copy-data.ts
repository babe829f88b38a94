/** What a server has sent during a `copy … to stdout`. */
export interface CopyData {
  /** Takes the next bytes from the server and keeps them: the contents are moved together in place. */
  take(bytes: Buffer): void;
  /** The contents of all CopyData messages so far. */
  contents(): Buffer;
  /** The number of these messages. PostgreSQL sends each row of a query in one of its own. */
  messages(): number;
}

const COPY_DATA = "d".charCodeAt(0);
const HEADER_BYTES = 5;
/** The length of a message covers its own four bytes. */
const LENGTH_BYTES = 4;

/**
 * Separates CopyData messages from all others (PostgreSQL documentation, 54.7: a byte for the type, then the length).
 * The driver would make an object and an event of each, which takes as long as all else that an export does.
 * @param pass gets the bytes of all other messages, in order, as they arrive; by then all data before them is kept.
 */
export function separateCopyData(pass: (bytes: Buffer) => void): CopyData {
  const parts: Buffer[] = [];
  let messages = 0;
  const header = Buffer.alloc(HEADER_BYTES);
  let headerBytes = 0;
  let bodyBytesLeft = 0;
  const isCopyData = () => header[0] === COPY_DATA;

  /** @returns how many of the bytes from there on belong to the header. */
  function readHeader(bytes: Buffer, at: number): number {
    const read = bytes.copy(header, headerBytes, at);
    headerBytes += read;
    if (headerBytes === HEADER_BYTES) {
      headerBytes = 0;
      bodyBytesLeft = header.readUInt32BE(1) - LENGTH_BYTES;
      if (isCopyData()) messages++;
    }
    return read;
  }

  function take(bytes: Buffer): void {
    let from = 0;
    let to = 0;
    const keep = () => {
      if (to > from) parts.push(bytes.subarray(from, to));
      from = to;
    };
    for (let at = 0; at < bytes.length; ) {
      const isHeader = bodyBytesLeft === 0;
      const length = isHeader ? readHeader(bytes, at) : Math.min(bodyBytesLeft, bytes.length - at);
      if (!isHeader) bodyBytesLeft -= length;
      if (!isCopyData()) {
        keep();
        pass(bytes.subarray(at, at + length));
      } else if (!isHeader) {
        bytes.copyWithin(to, at, at + length);
        to += length;
      }
      at += length;
    }
    keep();
  }

  return { take, contents: () => Buffer.concat(parts), messages: () => messages };
}
