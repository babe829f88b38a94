import type { AccountView } from "../core/observe/account/read-account.js";
import { counted, formatCount, formatDuration, formatShare } from "./format.js";
import { sparkline } from "./sparkline.js";

/** One section of an account's view: rows under a heading, or why there are none. */
export interface AccountSection {
  heading: string;
  /** Empty if the rows need no titles. */
  titles: readonly string[];
  rows: readonly (readonly string[])[];
  emptyText: string;
}

/** @returns the sections of an account, in reading order. @param now for ages. */
export function accountSections(view: AccountView, now: Date): AccountSection[] {
  const ago = (at: Date | null | undefined) =>
    at ? `${formatDuration(Math.max(0, now.getTime() - at.getTime()))} ago` : "";
  return [
    { heading: "Profile", titles: [], rows: profileRows(view, ago), emptyText: "" },
    {
      heading: "Metrics",
      titles: [],
      rows: metricRows(view),
      emptyText: "not measured yet: igminer measure",
    },
    {
      heading: "Latest posts",
      titles: ["posted", "type", "likes", "comments", "views", "caption"],
      rows: view.posts.map((post) => [
        dayOf(post.taken_at),
        post.media_type,
        numberOf(post.like_count, "hidden"),
        numberOf(post.comment_count),
        numberOf(post.video_views),
        oneLine(post.caption ?? ""),
      ]),
      emptyText: view.profile.is_private === true ? "none stored: the account is private" : "none stored",
    },
    { heading: "E-mail", titles: [], rows: emailRows(view), emptyText: "none shown" },
    {
      heading: "Found by",
      titles: ["name", "source", "since", "suggested with"],
      rows: view.foundBy.map(({ username, source, source_tag, created_at, linked_count, linked_from }) => [
        username,
        source.toLowerCase() + (source_tag === null ? "" : ` (${source_tag})`),
        dayOf(created_at),
        linked_from.length === 0
          ? ""
          : `${linked_from.slice(0, 3).join(" ")}${linked_count > 3 ? ` and ${formatCount(linked_count - 3)} more` : ""}`,
      ]),
      emptyText: "imported, or stored as the author of a post",
    },
    {
      heading: "Suggested with it",
      titles: [],
      rows:
        view.related.length === 0
          ? []
          : [
              [
                view.related
                  .map(({ username, is_mined }) => (is_mined ? username : `${username}*`))
                  .join(" "),
              ],
              ["* not mined yet"],
            ],
      emptyText: "none known",
    },
    {
      heading: "Leads",
      titles: ["sequence", "address", "state", "handed over", "answered", "why"],
      rows: view.leads.map((lead) => [
        lead.sequence,
        lead.email,
        lead.state,
        lead.handed_over_at === null ? "" : dayOf(lead.handed_over_at),
        lead.last_reply_at === null ? "" : dayOf(lead.last_reply_at),
        lead.reason ?? "",
      ]),
      emptyText: "in no sequence",
    },
    {
      heading: "Look-alikes",
      titles: ["other account", "this one is", "verdict", "score", ""],
      rows: view.lookAlikes.map(({ username, role, verdict, score, gone_at }) => [
        username,
        role,
        verdict ?? "not judged",
        score === null ? "" : score.toFixed(2),
        gone_at === null ? "" : "gone",
      ]),
      emptyText: "none known",
    },
    {
      heading: "History",
      titles: ["seen", "followers", "following", "posts", "new name or biography"],
      rows: view.history
        .slice(-10)
        .reverse()
        .map((row) => [
          dayOf(row.recorded_at),
          numberOf(row.followers_count),
          numberOf(row.following_count),
          numberOf(row.posts_count),
          [row.username === null ? "" : `@${row.username}`, oneLine(row.biography ?? "")]
            .filter(Boolean)
            .join(" "),
        ]),
      emptyText: "no changes recorded",
    },
  ];
}

function profileRows(
  { profile, schedule }: AccountView,
  ago: (at: Date | null | undefined) => string,
): string[][] {
  const marks = [
    profile.is_private && "private",
    profile.is_verified && "verified",
    profile.is_business && "professional",
    profile.account_kind,
    profile.category,
  ].filter(Boolean);
  const gone =
    schedule?.outcome === "not_found" || schedule?.outcome === "unavailable" ? schedule.outcome : null;
  return [
    ["name", profile.full_name ?? ""],
    ["biography", oneLine(profile.biography ?? "")],
    ["link", profile.external_link ?? ""],
    [
      "counts",
      `${numberOf(profile.followers_count, "unknown")} followers, follows ${numberOf(profile.following_count, "unknown")}, ${numberOf(profile.posts_count, "unknown")} posts`,
    ],
    ["is", marks.join(", ")],
    [
      "language",
      [
        profile.ai_bio_lang ?? "not known",
        profile.gender && `${profile.gender} (sure ${profile.gender_conf ?? 0} of 5)`,
      ]
        .filter(Boolean)
        .join(", "),
    ],
    [
      "country",
      profile.country === null
        ? "not known"
        : `${profile.country} (by ${profile.country_source ?? "?"}, ${profile.country_confidence ?? "?"} %)`,
    ],
    ["topics", profile.topics?.join(", ") ?? ""],
    ["number", String(profile.id)],
    [
      "first seen",
      `${dayOf(profile.first_seen)}; last seen ${ago(schedule?.seen_at ?? profile.last_updated)}${gone === null ? "" : `; now ${gone}`}`,
    ],
  ].filter(([, value]) => value !== "") as string[][];
}

function metricRows({ metrics, posts, history, profile, isMetricsDue }: AccountView): string[][] {
  if (metrics === null) return [];
  const followers = history.map(({ followers_count }) =>
    followers_count === null ? null : Number(followers_count),
  );
  const known = followers.filter((value) => value !== null);
  const engagement = posts
    .map(({ like_count, comment_count }) =>
      like_count === null || comment_count === null || !profile.followers_count
        ? null
        : Number(like_count + comment_count) / Number(profile.followers_count),
    )
    .reverse();
  const share = (value: number | null) => (value === null ? "not known" : formatShare(value));
  const plain = (value: number | null) =>
    value === null ? "not known" : value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  return [
    [
      "engagement",
      `${share(metrics.engagement_rate)} (median of ${counted(metrics.posts_used, "post")})  ${sparkline(engagement)}`,
    ],
    // The scale starts just below the minimum, because on one from 0 the growth of a large account would be invisible.
    [
      "followers",
      known.length < 2
        ? numberOf(profile.followers_count, "not known")
        : `${numberOf(profile.followers_count)}  ${sparkline(followers, Math.min(...known) * 0.99)}`,
    ],
    [
      "growth",
      `7 d ${share(metrics.growth_7d)}, 30 d ${share(metrics.growth_30d)}, 90 d ${share(metrics.growth_90d)}`,
    ],
    [
      "medians",
      `${plain(metrics.median_likes)} likes, ${plain(metrics.median_comments)} comments, ${plain(metrics.median_views)} views`,
    ],
    [
      "posts",
      `${plain(metrics.posts_per_week)} a week, reels ${share(metrics.reel_share)}, declared ads ${share(metrics.sponsored_share)}`,
    ],
    ...(isMetricsDue ? [["", "out of date: the account was seen since; run igminer measure"]] : []),
  ];
}

function emailRows({ profile, email }: AccountView): string[][] {
  if (profile.ig_email === null) return [];
  const verdict =
    email === null
      ? "not verified yet: igminer verify-emails"
      : [
          email.decision ?? email.status ?? "waiting for igminer verify-emails",
          email.decision_reason ?? email.reason,
        ]
          .filter(Boolean)
          .join(": ");
  return [
    ["address", `${profile.ig_email} (${profile.ig_email_source ?? "?"})`],
    ["verdict", verdict],
    ...(profile.ig_emails_other === null ? [] : [["also", profile.ig_emails_other.join(" ")]]),
  ];
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function numberOf(value: bigint | null, none = ""): string {
  return value === null ? none : formatCount(value);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
