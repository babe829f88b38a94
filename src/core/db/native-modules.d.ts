declare module "fs-native-extensions" {
  /** Asks for an exclusive lock on the whole file; false when another open file holds it. */
  export function tryLock(fileDescriptor: number): boolean;
}
