/** What was written on a round, in words. English is the key. */

import { say } from "../app/words";
import type { State } from "./round";

export const STATES: Record<State, string> = {
  waiting: "To fetch",
  fetched: "On board",
  nothing: "Nothing was out",
  missed: "Missed",
  handed: "Handed over",
  arrived: "At the lane",
};

export const bagsOf = (bags: number): string => (bags === 1 ? say("1 bag") : say("%s bags", bags));

/** `door`: of the stop. */
export function told(kind: string, { bags, counted, why }: Readonly<Record<string, unknown>>, door: string): string {
  if (kind === "waste.handed") return `${say("Handed over")} · ${bagsOf(Number(bags))}`;
  if (kind === "waste.arrived") return say("%s counted at the lane", Number(counted));
  if (kind === "waste.missed") return `${door} · ${say("Missed")}: ${String(why)}`;
  return `${door} · ${Number(bags) ? bagsOf(Number(bags)) : say("Nothing was out")}`;
}
