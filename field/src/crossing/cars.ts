/** A car in words: as crossings/records.py and crossings/plates.py have them. English is the key. */

import { say } from "../app/words";

export const PROVINCES = [..."沪苏浙皖赣鄂豫鲁湘闽粤川"];
export const OUTCOMES: Record<string, string> = {
  passed: "Drove on",
  second_check: "To the second check",
  turned_back: "Turned back",
  refused_question: "Refused to answer",
  refused_measurement: "Refused to be measured",
};
export const ACT_WORDS: Record<string, string> = { use: "Used", disinfect: "Disinfected", break: "Out of order", mend: "Mended" };

export function plain(text: string): string {
  return [...text.toUpperCase()].filter((character) => /[\p{L}\p{N}]/u.test(character)).slice(0, 12).join("");
}

export function told({ plate, people, outcome, cars, number, act }: Record<string, unknown>): string {
  if (plate) return `${String(plate)} · ${say("%s people", String(people))} · ${say(OUTCOMES[String(outcome)] ?? "")}`;
  if (cars) return say("%s cars counted", String(cars));
  return `${say("Toilet %s", String(number))} · ${say(ACT_WORDS[String(act)] ?? "")}`;
}
