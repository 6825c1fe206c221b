/** Toilets as this phone knows them: what came down, then what was done here since and is not told yet. One use, one disinfection. */

import type { Entry } from "../store/outbox";

export type State = "free" | "used" | "broken";
export type Act = "use" | "disinfect" | "break" | "mend";

/** As crossings/actions.py has it: from which state an act leads where. */
export const ACTS: Readonly<Record<Act, { needs: State | null; becomes: State }>> = {
  use: { needs: "free", becomes: "used" },
  disinfect: { needs: "used", becomes: "free" },
  break: { needs: null, becomes: "broken" },
  mend: { needs: "broken", becomes: "used" },
};

export function toilets(came: readonly [number, State][], entries: readonly Entry[], heardAt: number): [number, State][] {
  const now = new Map(came);
  const own = entries.filter(({ kind, state, occurred_at }) => kind === "crossing.facility" && (state === "waiting" || Date.parse(occurred_at) / 1000 > heardAt));
  for (const { payload } of [...own].sort((one, other) => (one.occurred_at < other.occurred_at ? -1 : 1))) {
    const act = ACTS[payload["act"] as Act];
    if (act) now.set(payload["number"] as number, act.becomes);
  }
  return [...now];
}
