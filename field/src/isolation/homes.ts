/** Isolating homes of the post: whose report is sought in this half of the day. As isolation/actions/reporting.py. */

import { dayOf } from "../passes/judging";
import type { Entry } from "../store/outbox";

export type Slot = "morning" | "evening";
/** given, alarm: a report is there. shut: nobody opened, or refused to be measured. missing: somebody goes to the door. */
export type Standing = "given" | "alarm" | "shut" | "missing" | "late" | "due";

export interface Home {
  id: string;
  name: string;
  place: string;
  door: string;
  from_on: string;
  until_on: string;
  opened_at: string;
  clinic: [name: string, phone: string];
}
export interface HomesPart {
  homes: Home[];
  symptoms: Record<string, string>;
  needs: Record<string, string>;
}
export interface ReportsPart {
  day: string;
  due: Record<Slot, string>;
  reports: Record<string, Partial<Record<Slot, "given" | "alarm" | "missing">>>;
}
export interface Line {
  home: Home;
  now: Standing;
  hasMissedMorning: boolean;
}

const NOON = 13;
const hourOf = (at: number): number => new Date((at + 8 * 3600) * 1000).getUTCHours();
const clockOf = (at: number): string => new Date((at + 8 * 3600) * 1000).toISOString().slice(11, 16);

export function slotAt(at: number): Slot {
  return hourOf(at) < NOON ? "morning" : "evening";
}

export function dayNumber(home: Home, at: number): number {
  return Math.round((Date.parse(dayOf(at)) - Date.parse(home.from_on)) / 86_400_000) + 1;
}

/** Those whose report is sought first, then those who gave it; by door as they came. */
export function lines(homes: readonly Home[], came: ReportsPart, entries: readonly Entry[], at: number, fever: number): Line[] {
  const found = homes.map((home) => {
    const morning = standing(home, came, entries, at, fever, "morning");
    const now = slotAt(at) === "morning" ? morning : standing(home, came, entries, at, fever, "evening");
    return { home, now, hasMissedMorning: slotAt(at) === "evening" && !isThere(morning) && isExpected(home, came.due.morning, at) };
  });
  return [...found.filter(({ now }) => !isThere(now)), ...found.filter(({ now }) => isThere(now))];
}

/** Not the half of the day before it was opened. */
const isExpected = (home: Home, due: string, at: number): boolean => Date.parse(`${dayOf(at)}T${due}:00+08:00`) > Date.parse(home.opened_at);

export const isThere = (standing: Standing): boolean => standing === "given" || standing === "alarm";

function standing(home: Home, came: ReportsPart, entries: readonly Entry[], at: number, fever: number, slot: Slot): Standing {
  const own = entries.filter((entry) => entry.payload["isolation"] === home.id && entry.state !== "refused" && isOf(entry, at, slot));
  const told = came.day === dayOf(at) ? came.reports[home.id]?.[slot] : undefined;
  const readings = own.filter(({ kind }) => kind === "isolation.reported");
  if (told === "alarm" || readings.some(({ payload }) => isAlarm(payload, fever))) return "alarm";
  if (told === "given" || readings.length) return "given";
  if (own.some(({ kind }) => kind === "isolation.unmet")) return "shut";
  if (told === "missing") return "missing";
  return clockOf(at) >= came.due[slot] || slotAt(at) !== slot ? "late" : "due";
}

function isOf({ occurred_at }: Entry, at: number, slot: Slot): boolean {
  const moment = Date.parse(occurred_at) / 1000;
  return dayOf(moment) === dayOf(at) && slotAt(moment) === slot;
}

export function isAlarm(payload: Readonly<Record<string, unknown>>, fever: number): boolean {
  return Number(payload["temperature"]) >= fever || ((payload["symptoms"] as string[] | undefined) ?? []).length > 0;
}
