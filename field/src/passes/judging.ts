/**
 * The verdict on a code, from what this phone holds and nothing else. The order is that of passes/judging.py, and one
 * file of cases (passes/conformance.json) holds both together: change both in one commit.
 */

import { isMoving, read } from "./codes";
import type { Kind, Read } from "./codes";
import { isSigned } from "./signing";

/** Seconds after which a device that has not heard from the office says so on every verdict. */
export const OLD_AFTER = 2 * 3600;
const OFFSET = 8 * 3600; // the district's days are those of Asia/Shanghai, which knows no summer time
const DAY = 24 * 3600;

export type Reason =
  | "good"
  | "old_list"
  | "unreadable"
  | "unknown_key"
  | "forged"
  | "foreign"
  | "early"
  | "expired"
  | "revoked"
  | "still_picture"
  | "household_out"
  | "not_listed"
  | "override";
export type Colour = "green" | "amber" | "red";

export interface Verdict {
  reason: Reason;
  number?: string;
  household?: string;
  kind?: Kind;
}

export interface Listed {
  household: string;
  kind: Kind;
  startsAt: number;
  endsAt: number;
}

/** What a device holds; every moment in seconds, every byte string in hexadecimal. */
export interface Known {
  keys: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
  zones: ReadonlyMap<number, ReadonlyMap<string, Uint8Array<ArrayBuffer>>>;
  heardAt: number;
  revoked: ReadonlySet<string>;
  before: ReadonlyMap<number, number>;
  listed: ReadonlyMap<string, Listed>;
  wentOut: ReadonlyMap<string, readonly number[]>;
  household: { outings: number; days: number } | null;
}

const HOUSEHOLD_KINDS: ReadonlySet<Kind> = new Set<Kind>(["resident", "household"]);
const AMBER: ReadonlySet<Reason> = new Set<Reason>(["old_list", "unknown_key", "still_picture"]);

export function colourOf(reason: Reason): Colour {
  if (reason === "good" || reason === "override") return "green";
  return AMBER.has(reason) ? "amber" : "red";
}

/** The district's day on which a moment falls: 2020-02-08. */
export function dayOf(at: number): string {
  return new Date((at + OFFSET) * 1000).toISOString().slice(0, 10);
}

/** The verdict on what a camera or a scanner read. */
export async function judge(text: string, known: Known, at: number, isOut = true): Promise<Verdict> {
  const found = read(text);
  if (found === null) return { reason: "unreadable" };
  const { number, household, kind } = found.claims;
  const reason = (await wrong(found, known, at)) ?? later(household, kind, known, at, isOut);
  return { reason, number, household, kind };
}

/** The verdict on a number that was typed: without a signature, only a pass of this compound's list will do. */
export function judgeNumber(number: string, known: Known, at: number, isOut = true): Verdict {
  const listed = known.listed.get(number);
  if (listed === undefined) return { reason: "not_listed", number };
  const { household, kind } = listed;
  const reason =
    dated(listed.startsAt, listed.endsAt, at) ??
    (known.revoked.has(number) ? "revoked" : later(household, kind, known, at, isOut));
  return { reason, number, household, kind };
}

async function wrong(found: Read, known: Known, at: number): Promise<Reason | null> {
  const { claims } = found;
  const key = known.keys.get(claims.key);
  if (key === undefined) return "unknown_key";
  if (!(await isSigned(found.signed, found.signature, key))) return "forged";
  if (!known.zones.has(claims.zone)) return "foreign";
  return dated(claims.startsAt, claims.endsAt, at) ?? revoked(found, known) ?? (await still(found, known, at));
}

function dated(startsAt: number, endsAt: number, at: number): Reason | null {
  if (at < startsAt) return "early";
  return at >= endsAt ? "expired" : null;
}

function revoked({ claims }: Read, known: Known): Reason | null {
  const before = known.before.get(claims.zone);
  const isBefore = before !== undefined && claims.startsAt < before;
  return isBefore || known.revoked.has(claims.number) ? "revoked" : null;
}

/** A pass on a telephone moves; the picture of one does not. */
async function still({ claims, moving }: Read, known: Known, at: number): Promise<Reason | null> {
  if (claims.isPaper) return null;
  const ofZone = known.zones.get(claims.zone)?.get(dayOf(at));
  if (moving === null || ofZone === undefined) return "still_picture";
  return (await isMoving(moving, ofZone, claims.number, at)) ? null : "still_picture";
}

function later(household: string, kind: Kind, known: Known, at: number, isOut: boolean): Reason {
  const rule = known.household;
  if (rule && isOut && HOUSEHOLD_KINDS.has(kind) && /[1-9a-f]/.test(household)) {
    const since = startOfDay(at) - (rule.days - 1) * DAY;
    const times = (known.wentOut.get(household) ?? []).filter((moment) => since <= moment && moment <= at);
    if (times.length >= rule.outings) return "household_out";
  }
  return at - known.heardAt > OLD_AFTER ? "old_list" : "good";
}

function startOfDay(at: number): number {
  return Math.floor((at + OFFSET) / DAY) * DAY - OFFSET;
}
