/**
 * @returns a function whose module is loaded on its first call. Most scheduled commands find nothing to do, and loading
 * the modules for the work would be most of their cost.
 */
export function lazily<Given extends unknown[], Result>(
  load: () => Promise<(...given: Given) => Result | Promise<Result>>,
): (...given: Given) => Promise<Result> {
  return async (...given) => (await load())(...given);
}
