/** A check in one line, as its author reads it in the list: English is the key. */

import { say } from "../app/words";

export const OVERRIDES: readonly string[] = ["ambulance", "fire", "evacuation"];
export const WHO: Record<string, string> = {
  pass: "With a pass",
  visitor: "Visitor",
  courier: "Courier",
  ambulance: "Ambulance",
  fire: "Fire brigade",
  evacuation: "Evacuation",
};
export const OUTCOMES: Record<string, string> = {
  passed: "Let through",
  turned_back: "Not let in",
  refused_question: "Refused to answer",
  refused_measurement: "Refused to be measured",
  refused_mask: "Refused a mask",
};
export const TOPICS: Record<string, string> = { mask: "Reminded of the mask", crowd: "Asked not to stand together", register: "Told to register" };

export function told({ who = "", way = "", outcome = "", topic = "" }: Record<string, unknown>): string {
  if (topic) return say(TOPICS[String(topic)] ?? String(topic));
  return `${say(way === "out" ? "Out" : "In")} · ${say(WHO[String(who)] ?? String(who))} · ${say(OUTCOMES[String(outcome)] ?? "")}`;
}
