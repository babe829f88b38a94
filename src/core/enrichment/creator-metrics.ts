/** What is known of one post; null: hidden or not told. */
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
  /** When its posts were last looked at, in seconds since 1970. */
  postsSeenAt: number;
}

/** What an account's posts tell; shares are parts of one, null: not known. docs/metrics.md defines each. */
export interface PostMetrics {
  /** Posts that the engagement rate rests on. */
  postsUsed: number;
  engagementRate: number | null;
  medianLikes: number | null;
  medianComments: number | null;
  medianViews: number | null;
  postsPerWeek: number | null;
  reelShare: number | null;
  sponsoredShare: number | null;
}

/** Posts that a median or a share is taken over, at most. */
const POSTS_USED = 12;
const WEEK_SECONDS = 604_800;

/** Reckons what posts tell of an account. @param posts the newest first. */
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

/** The first of those that are told. */
function newest(values: readonly (number | null)[]): (number | null)[] {
  return values.filter((value) => value !== null).slice(0, POSTS_USED);
}

/** @returns the median of those that are told, between the two in the middle of an even number; null: of none. */
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
 * Posts after the oldest of the last ones, until the posts were last looked at: who falls silent posts less and less. A pinned
 * post may be years old and stands for none between; less than a week is taken as one.
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
