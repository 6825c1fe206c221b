/** The round as this phone knows it: what came down, and what was written here since. A stop goes one way only. As waste/actions.py. */

import type { Entry } from "../store/outbox";

export type State = "waiting" | "fetched" | "nothing" | "missed" | "handed" | "arrived";
export interface DoorsPart {
  day: string;
  doors: { id: string; number: number; place: string; door: string }[];
}
export interface StatesPart {
  stops: Record<string, [State, number]>;
  loads: { id: string; at: string; bags: number; counted: number | null }[];
}
export interface Stop {
  id: string;
  number: number;
  place: string;
  door: string;
  state: State;
  bags: number;
}
export interface Load {
  id: string;
  at: string;
  bags: number;
  counted: number | null;
}
export interface Round {
  stops: Stop[];
  loads: Load[];
}

const RANK: Record<State, number> = { waiting: 0, missed: 1, fetched: 2, nothing: 2, handed: 3, arrived: 4 };

export function round(doors: DoorsPart, came: StatesPart, entries: readonly Entry[]): Round {
  const stops = new Map(doors.doors.map((one) => [one.id, { ...one, state: came.stops[one.id]?.[0] ?? ("waiting" as State), bags: came.stops[one.id]?.[1] ?? 0 }]));
  const loads = new Map(came.loads.map((load) => [load.id, load]));
  const move = (id: string, state: State, bags?: number): void => {
    const stop = stops.get(id);
    if (stop && RANK[state] > RANK[stop.state]) Object.assign(stop, { state, ...(bags === undefined ? {} : { bags }) });
  };
  const own = entries.filter(({ kind, state }) => kind.startsWith("waste.") && state !== "refused");
  for (const { id, kind, payload, occurred_at } of [...own].sort((one, other) => (one.occurred_at < other.occurred_at ? -1 : 1))) {
    const { stop = "", bags = 0, load = "", counted = 0, stops: handed = [] } = payload as { stop?: string; bags?: number; load?: string; counted?: number; stops?: string[] };
    if (kind === "waste.fetched") move(stop, bags ? "fetched" : "nothing", bags);
    else if (kind === "waste.missed") move(stop, "missed");
    else if (kind === "waste.handed") {
      if (!loads.has(id)) loads.set(id, { id, at: occurred_at, bags: handed.reduce((sum, one) => sum + (stops.get(one)?.bags ?? 0), 0), counted: null });
      for (const one of handed) move(one, "handed");
    } else if (loads.has(load)) loads.set(load, { ...loads.get(load)!, counted });
  }
  return { stops: [...stops.values()], loads: [...loads.values()].sort((one, other) => (one.at < other.at ? 1 : -1)) };
}
