declare module "fs-native-extensions" {
  /** Requests an exclusive lock on the whole file. Returns false if another open file holds it. */
  export function tryLock(fileDescriptor: number): boolean;
}
