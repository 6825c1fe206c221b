/** What comes down in parts, and what a gate's judge makes of it. A part that came replaces the one that was there. */

import type { Stage } from "../crossing/cars";
import type { Announced } from "../desk/announced";
import type { TasksPart } from "../directives/tasks";
import type { HomesPart, ReportsPart } from "../isolation/homes";
import type { Compiled } from "../forms";
import type { DoorsPart, StatesPart } from "../waste/round";
import { unhex } from "../passes/codes";
import type { Kind } from "../passes/codes";
import type { Known } from "../passes/judging";
import type { ScreeningPart } from "../screening/targets";

export interface Duty {
  staff: string;
  name: string;
  unit: string;
  role: string;
  role_words: string;
  ends_at: string;
  fever: number;
  place: { id: string; path: string[] };
  kinds: string[];
}
interface Line {
  number: number;
  pass?: string;
  zone?: number;
  before?: string;
}
interface GatePart {
  zones: Record<string, Record<string, string>>;
  passes: [number: string, household: string, kind: Kind, from: number, until: number][];
  rule: { outings: number; days: number } | null;
  went_out: Record<string, number[]>;
  words: Record<string, Record<string, string>>;
}
export interface Questionnaire {
  version: string;
  number: number;
  definition: Compiled;
  carried: string[];
  kind: string;
}
export interface Parts {
  duty?: Duty;
  keys?: Record<string, string>;
  revocations?: { after: number; lines: Line[] };
  gate?: GatePart;
  announced?: Announced;
  crossing?: { toilets: [number, "free" | "used" | "broken"][]; stages: [Stage, number][] };
  directives?: TasksPart;
  "isolation.homes"?: HomesPart;
  "isolation.reports"?: ReportsPart;
  log?: { lines: { at: string; words: string; by: string; urgency: string }[] };
  screening?: ScreeningPart;
  "waste.doors"?: DoorsPart;
  "waste.states"?: StatesPart;
  [questionnaire: `questionnaire.${string}`]: Questionnaire | null | undefined;
}

/** The list of revocations only ever grows: lines that are here already, or that leave a gap, are not taken. */
export function merged(held: Parts, fresh: Parts): Parts {
  const { revocations, ...rest } = fresh;
  const lines = held.revocations?.lines ?? [];
  const last = lines.at(-1)?.number ?? 0;
  const isNext = revocations !== undefined && revocations.after <= last;
  const added = isNext ? revocations.lines.filter(({ number }) => number > last) : [];
  return { ...held, ...rest, revocations: { after: 0, lines: [...lines, ...added] } };
}

/** The number of the last line of the list that this phone holds. */
export function listNumber({ revocations }: Parts): number {
  return revocations?.lines.at(-1)?.number ?? 0;
}

const seconds = (moment: string): number => Date.parse(moment) / 1000;

/** Null where the duty has no gate. */
export function known({ gate, keys = {}, revocations }: Parts, heardAt: number): Known | null {
  if (!gate) return null;
  const lines = revocations?.lines ?? [];
  const before = new Map<number, number>();
  for (const { zone, before: at } of lines) {
    if (zone !== undefined && at) before.set(zone, Math.max(seconds(at), before.get(zone) ?? 0));
  }
  const byNumber = <T>(record: Record<string, T>) => Object.entries(record).map(([key, value]) => [Number(key), value] as const);
  const days = (found: Record<string, string>) => new Map(Object.entries(found).map(([day, key]) => [day, unhex(key)]));
  return {
    keys: new Map(byNumber(keys).map(([number, key]) => [number, unhex(key)])),
    zones: new Map(byNumber(gate.zones).map(([zone, found]) => [zone, days(found)])),
    heardAt,
    revoked: new Set(lines.flatMap(({ pass }) => (pass === undefined ? [] : [pass]))),
    before,
    listed: new Map(gate.passes.map(([number, household, kind, startsAt, endsAt]) => [number, { household, kind, startsAt, endsAt }])),
    wentOut: new Map(Object.entries(gate.went_out)),
    household: gate.rule,
  };
}
