/** What is known of one post; null if hidden or not stated. */
export interface MeasuredPost {
  likes: number | null;
  comments: number | null;
  views: number | null;
  /** Seconds since 1970. */
  takenAt: number;
  isReel: boolean;
  isSponsored: boolean;
  isPinned: boolean;
}

export interface MeasuredAccount {
  followers: number | null;
  postsCount: number | null;
  /** Time its posts were last read, in seconds since 1970. */
  postsSeenAt: number;
}

/** Metrics from an account's posts, as docs/metrics.md defines them. Shares are 0 to 1, null if not known. */
export interface PostMetrics {
  /** Number of posts that the engagement rate is based on. */
  postsUsed: number;
  engagementRate: number | null;
  medianLikes: number | null;
  medianComments: number | null;
  medianViews: number | null;
  postsPerWeek: number | null;
  reelShare: number | null;
  sponsoredShare: number | null;
}

/** A median or share covers at most this many posts. */
const POSTS_USED = 12;
const WEEK_SECONDS = 604_800;

/** Computes the metrics of an account from its posts. @param posts newest first. */
export function postMetrics(account: MeasuredAccount, posts: readonly MeasuredPost[]): PostMetrics {
  const last = posts.slice(0, POSTS_USED);
  const liked = posts.filter(({ likes }) => likes !== null).slice(0, POSTS_USED);
  const { followers } = account;
  return {
    postsUsed: liked.length,
    engagementRate: followers
      ? median(
          liked.map(({ likes, comments }) =>
            comments === null ? null : ((likes as number) + comments) / followers,
          ),
        )
      : null,
    medianLikes: median(liked.map(({ likes }) => likes)),
    medianComments: median(newest(posts.map(({ comments }) => comments))),
    medianViews: median(newest(posts.map(({ views }) => views))),
    postsPerWeek: postsPerWeek(account, last),
    reelShare: share(last.map(({ isReel }) => isReel)),
    sponsoredShare: share(last.map(({ isSponsored }) => isSponsored)),
  };
}

/** The first values that are known, at most `POSTS_USED`. */
function newest(values: readonly (number | null)[]): (number | null)[] {
  return values.filter((value) => value !== null).slice(0, POSTS_USED);
}

/** @returns the median of the known values (the mean of the middle two for an even number), or null if there are none. */
function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value): value is number => value !== null).sort((one, other) => one - other);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

function share(flags: readonly boolean[]): number | null {
  return flags.length === 0 ? null : flags.filter(Boolean).length / flags.length;
}

/**
 * Posts after the oldest of the last ones, until the posts were last read, so the rate of an account that falls silent
 * goes down. A pinned post may be years old and does not mark the start; a span under a week counts as a week.
 */
function postsPerWeek(
  { postsCount, postsSeenAt }: MeasuredAccount,
  last: readonly MeasuredPost[],
): number | null {
  if (postsCount === 0) return 0;
  const times = last.filter(({ isPinned }) => !isPinned).map(({ takenAt }) => takenAt);
  if (times.length < 2) return null;
  const until = Math.max(postsSeenAt, ...times);
  return (times.length - 1) / Math.max((until - Math.min(...times)) / WEEK_SECONDS, 1);
}
