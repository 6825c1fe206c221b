/** What a gate knows, as the server writes it: maps and sets as lists of pairs, bytes in hexadecimal, moments in seconds. */

import { unhex } from "../codes";
import type { Known, Listed } from "../judging";

export interface Plain {
  keys: [number, string][];
  zones: [number, [string, string][]][];
  heardAt: number;
  revoked: string[];
  before: [number, number][];
  listed: [string, Listed][];
  wentOut: [string, number[]][];
  household: { outings: number; days: number } | null;
}

export function held(known: Plain): Known {
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
