/** The script for the pages of `serve`: it refreshes the live part of a page while the page is visible. */
export const LIVE_SCRIPT = `"use strict";
const live = document.getElementById("live");
const lost = document.getElementById("lost");
async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(live.dataset.from, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    live.innerHTML = await answer.text();
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
}
async function repeat() {
  await refresh();
  setTimeout(repeat, 1000 * live.dataset.seconds);
}
if (live) {
  setTimeout(repeat, 1000 * live.dataset.seconds);
  document.addEventListener("visibilitychange", refresh);
}
`;
