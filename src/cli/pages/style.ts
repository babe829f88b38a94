import { createHash } from "node:crypto";

/** The style sheet of all pages. Colours are defined once for light and once for dark mode; charts use them by name. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #ffffff; --ink: #1b1f24; --soft: #5b6470; --line: #dfe3e8;
  --first: #2f6fde; --second: #0e9384; --third: #8a5cd6; --fourth: #d9730d; --fifth: #c2327a; --sixth: #67727e;
  --good: #2e9e6b; --plain: #9fb3c8; --muted: #c9d3dd; --warning: #e0a100; --bad: #d64545;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #111418; --card: #1a1f25; --ink: #e6e9ed; --soft: #98a2ae; --line: #2d343c;
    --first: #6ea8fe; --second: #3fc7b4; --third: #b794f6; --fourth: #f6a15b; --fifth: #ee7bb0; --sixth: #8f9ba8;
    --good: #4cc38a; --plain: #6b8299; --muted: #46535f; --warning: #e8b931; --bad: #f07070;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
header { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline; padding-top: 20px; }
header nav { display: flex; gap: 16px; }
header .at { margin-left: auto; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 15px; margin: 0 0 2px; }
a { color: var(--first); }
.soft, .at, figcaption, footer { color: var(--soft); font-size: 13px; }
p { margin: 0 0 8px; }
p:last-child { margin-bottom: 0; }
main { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: 16px; padding-top: 16px; padding-bottom: 24px; }
#live { display: contents; }
[hidden] { display: none; }
section { grid-column: span 6; background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; min-width: 0; }
section.wide { grid-column: span 12; }
section.problems { border-left: 4px solid var(--bad); }
section.well { border-left: 4px solid var(--good); }
section ul { margin: 4px 0 0; padding-left: 20px; }
.numbers { display: flex; flex-wrap: wrap; gap: 8px 36px; margin-bottom: 8px; }
.numbers div { min-width: 96px; }
.numbers b { display: block; font-size: 24px; line-height: 1.25; font-variant-numeric: tabular-nums; }
figure { margin: 8px 0 0; overflow-x: auto; }
svg { display: block; width: 100%; height: auto; overflow: visible; font: 11px system-ui, sans-serif; color: var(--soft); }
svg text, svg tspan { white-space: pre; }
svg.narrow { display: none; max-width: 560px; font-size: 13px; }
.key { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 2px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--soft); }
.key li::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; background: currentColor; }
.key span { color: var(--soft); }
${["first", "second", "third", "fourth", "fifth", "sixth", "good", "plain", "muted", "warning", "bad"]
  .map((name) => `.key .${name} { color: var(--${name}); }`)
  .join("\n")}
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: 6px; font-size: 13.5px; }
th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.name { white-space: nowrap; }
td.text { overflow-wrap: anywhere; min-width: 300px; }
.state { display: inline-block; padding: 0 8px; border-radius: 9px; font-size: 12.5px; white-space: nowrap; border: 1px solid var(--line); }
.state.good { border-color: var(--good); }
.state.warning { border-color: var(--warning); }
.state.bad { border-color: var(--bad); font-weight: 600; }
form label { display: block; font-weight: 600; margin-bottom: 4px; }
textarea, input[type="text"], input[type="password"] {
  width: 100%; padding: 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: var(--ink); font: 14px/1.4 ui-monospace, monospace;
}
button { margin-top: 10px; padding: 8px 16px; border: 0; border-radius: 6px; background: var(--first); color: var(--card); font: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
footer { padding-bottom: 24px; }
@media (max-width: 900px) { section { grid-column: span 12; } }
@media (max-width: 620px) { svg { display: none; } svg.narrow { display: block; } }
`;

/** The hash of the style sheet for the security policy, which allows no other one. */
export const STYLE_HASH = `sha256-${createHash("sha256").update(STYLE).digest("base64")}`;
