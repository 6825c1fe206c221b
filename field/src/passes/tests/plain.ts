/** A case as the server writes it: maps and sets as lists of pairs, bytes in hexadecimal. */

import { unhex } from "../codes";
import { judge, judgeNumber } from "../judging";
import type { Known, Listed, Verdict } from "../judging";

export interface Asked {
  text?: string;
  number?: string;
  at: number;
  isOut: boolean;
  known: {
    keys: [number, string][];
    zones: [number, [string, string][]][];
    heardAt: number;
    revoked: string[];
    before: [number, number][];
    listed: [string, Listed][];
    wentOut: [string, number[]][];
    household: { outings: number; days: number } | null;
  };
}

function held(known: Asked["known"]): Known {
  const days = (found: [string, string][]) => new Map(found.map(([day, key]) => [day, unhex(key)]));
  return {
    keys: new Map(known.keys.map(([number, key]) => [number, unhex(key)])),
    zones: new Map(known.zones.map(([zone, found]) => [zone, days(found)])),
    heardAt: known.heardAt,
    revoked: new Set(known.revoked),
    before: new Map(known.before),
    listed: new Map(known.listed),
    wentOut: new Map(known.wentOut),
    household: known.household,
  };
}

export async function answer({ text, number, at, isOut, known }: Asked): Promise<Verdict> {
  if (text === undefined) return judgeNumber(number ?? "", held(known), at, isOut);
  return judge(text, held(known), at, isOut);
}
