/** Targets in words: as screening/models.py has them. English is the key. */

import { say } from "../app/words";
import type { Payload } from "../store/outbox";

export const SORTS: Record<string, string> = { firm: "Firm", shop: "Shop", household: "Home", farmhouse: "Farmhouse", shed: "Field shed" };
export const WAYS: Record<string, string> = { visit: "Visit", phone: "By telephone" };
export const OUTCOMES: Record<string, string> = {
  reached: "Reached, asked and told",
  later: "Call again later",
  nobody: "Nobody there",
  refused: "Refuses to answer",
  wrong: "Wrong number or address",
};
/** Who stopped work and is asked when it resumes. */
export const RESUMES = new Set(["firm", "shop"]);

/** The line of an entry in the list of the shift. */
export function told(name: string, { outcome }: Payload): string {
  return outcome ? `${name} · ${say(OUTCOMES[String(outcome)] ?? "")}` : `${name} · ${say("Take in hand")}`;
}

/** 2020-02-08T06:00Z as 02-08 14:00, the office's time. */
export function moment(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(5, 16).replace("T", " ");
}
