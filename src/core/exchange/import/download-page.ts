import { parseUsername } from "../../instagram/username.js";

/**
 * @returns the usernames in an HTML page of Instagram's own *Download your information*. Each is a link to its profile
 * that shows the name or the link itself; other links (help, imprint) show words.
 */
export async function namesInPage(html: string): Promise<string[]> {
  const { parseHTML } = await import("linkedom");
  const names = new Set<string>();
  for (const link of parseHTML(html).document.querySelectorAll("a[href]")) {
    const name = parseUsername(link.getAttribute("href") ?? "");
    if (name !== null && parseUsername(link.textContent ?? "") === name) names.add(name);
  }
  return [...names];
}
