export interface SandboxStatistics {
  requests: number;
  byStatus: Record<string, number>;
  byPath: Record<string, number>;
  /** Requests refused by the rate limit. */
  refused: number;
  /** Distinct accounts whose profile was returned, and the highest number of times for one of them. */
  profiles: number;
  mostPerProfile: number;
  /** How often each profile was returned successfully. */
  perProfile: Record<string, number>;
}

export interface Statistics {
  note(path: string, status: string, profile: string | undefined): void;
  noteRefusal(): void;
  read(): SandboxStatistics;
  reset(): void;
}

/** Counts the requests to the sandbox, for tests that limit their number. */
export function newStatistics(): Statistics {
  let refused = 0;
  const byStatus = new Map<string, number>();
  const byPath = new Map<string, number>();
  const perProfile = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    note(path, status, profile) {
      add(byStatus, status);
      add(byPath, path);
      if (profile !== undefined && status === "200") add(perProfile, profile);
    },
    noteRefusal() {
      refused++;
    },
    read: () => ({
      requests: [...byStatus.values()].reduce((sum, count) => sum + count, 0),
      byStatus: Object.fromEntries(byStatus),
      byPath: Object.fromEntries(byPath),
      refused,
      profiles: perProfile.size,
      mostPerProfile: Math.max(0, ...perProfile.values()),
      perProfile: Object.fromEntries(perProfile),
    }),
    reset() {
      refused = 0;
      for (const counts of [byStatus, byPath, perProfile]) counts.clear();
    },
  };
}
