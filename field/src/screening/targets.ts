/** The list as this phone knows it: what came down, then what was done here and is not told yet. */

import type { Entry, Payload } from "../store/outbox";

export interface Asked {
  by: string;
  at: string;
  outcome: string;
}
export interface Target {
  id: string;
  sort: string;
  name: string;
  address: string;
  landmark: string;
  area: string;
  place: string;
  contact: string;
  phone: string;
  is_held: boolean;
  is_recheck: boolean;
  told: number | null;
  call_at: string | null;
  planned_on: string | null;
  asked: Asked | null;
}
export interface ScreeningPart {
  targets: Target[];
  scripts: Record<string, [version: number, words: string, basis: string]>;
  places: [id: string, name: string][];
}
/** What stands on no list yet. */
export interface Found {
  sort: string;
  name: string;
  landmark: string;
  address: string;
  phone: string;
  contact: string;
  place: string;
}
/** `isDone`: this phone has written what came out, and the office has not heard it or said so yet. */
export interface Line extends Target {
  isDone: boolean;
}

export const NOTHING: ScreeningPart = { targets: [], scripts: {}, places: [] };
const ENDS = new Set(["reached", "wrong"]);

/** As screening/actions/finding.py has it: the own name, else the telephone masked, else how to find it. */
export function nameOf({ name, phone, landmark }: Found): string {
  return name || (phone ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : landmark);
}

/** `me`: as the office writes who asked. Entries that the office refused change nothing; those it heard are in the part once `heardAt` is later. */
export function lines(part: ScreeningPart, entries: readonly Entry[], me: string, heardAt: number): Line[] {
  const found = new Map<string, Line>(part.targets.map((one) => [one.id, { ...one, isDone: false }]));
  const own = entries.filter(({ kind, state, occurred_at }) => kind.startsWith("screening.") && (state === "waiting" || (state !== "refused" && Date.parse(occurred_at) / 1000 > heardAt)));
  for (const entry of [...own].sort((one, other) => (one.occurred_at < other.occurred_at ? -1 : 1))) apply(found, entry, part, me);
  return [...found.values()];
}

function apply(found: Map<string, Line>, { kind, payload, occurred_at }: Entry, part: ScreeningPart, me: string): void {
  const id = String(payload["target"]);
  const line = found.get(id) ?? (payload["found"] ? fresh(id, payload["found"] as Found, part) : undefined);
  if (!line) return;
  if (kind === "screening.taken") found.set(id, { ...line, is_held: true });
  else found.set(id, { ...line, ...moved(line, payload), asked: { by: me, at: occurred_at, outcome: String(payload["outcome"]) } });
}

function moved(line: Line, payload: Payload): Partial<Line> {
  const outcome = String(payload["outcome"]);
  const call_at = outcome === "later" ? ((payload["call_at"] as string | undefined) ?? null) : null;
  return { isDone: ENDS.has(outcome), call_at, planned_on: (payload["planned_on"] as string | undefined) || line.planned_on, is_recheck: false };
}

function fresh(id: string, given: Found, part: ScreeningPart): Line {
  const place = part.places.find(([one]) => one === given.place)?.[1] ?? "";
  const nothing = { area: "", is_recheck: false, told: null, call_at: null, planned_on: null, asked: null, isDone: false };
  return { ...given, ...nothing, id, place, name: nameOf(given), is_held: true };
}

/** In the order in which they are worked: whose time has come, then the own hand, then what is free; what is done last. */
export function sorted(found: readonly Line[], now: number, text = ""): Line[] {
  const words = text.trim().toLowerCase();
  const fits = ({ name, address, landmark, area, place }: Line) => [name, address, landmark, area, place].some((one) => one.toLowerCase().includes(words));
  const rank = (one: Line) => (one.isDone ? 3 : isDue(one, now) ? 0 : one.is_held ? 1 : 2);
  return found.filter(fits).sort((one, other) => rank(one) - rank(other) || one.area.localeCompare(other.area) || one.name.localeCompare(other.name));
}

export function isDue({ call_at }: Target, now: number): boolean {
  return call_at !== null && Date.parse(call_at) / 1000 <= now;
}
