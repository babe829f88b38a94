/**
 * @returns a function whose module is loaded when it is first called: a command that finds nothing to do ends without it.
 * Most scheduled commands find nothing, and loading what they would have worked with is most of what they cost.
 */
export function lazily<Given extends unknown[], Result>(
  load: () => Promise<(...given: Given) => Result | Promise<Result>>,
): (...given: Given) => Promise<Result> {
  return async (...given) => (await load())(...given);
}
