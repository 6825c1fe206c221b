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
export type Stage = "before" | "check" | "second";

/** Each stage of the check: the kind of its entry, and what may happen there, the usual first. */
export const STAGES: Readonly<Record<Stage, { kind: string; label: string; outcomes: Record<string, string> }>> = {
  before: { kind: "crossing.prechecked", label: "Pre-check", outcomes: { onward: "On to the check", turned_back: "Turned back" } },
  check: { kind: "crossing.car", label: "Main check", outcomes: OUTCOMES },
  second: {
    kind: "crossing.rechecked",
    label: "Second check",
    outcomes: { passed: "Drove on", turned_back: "Turned back", clinic: "Brought to the fever clinic" },
  },
};

/** At which stage an entry was written; the check for anything else. */
export function stageOf(kind: string | undefined): Stage {
  return (Object.keys(STAGES) as Stage[]).find((stage) => STAGES[stage].kind === kind) ?? "check";
}

const OUTCOME_WORDS = Object.assign({}, ...Object.values(STAGES).map(({ outcomes }) => outcomes)) as Record<string, string>;
export const ACT_WORDS: Record<string, string> = { use: "Used", disinfect: "Disinfected", break: "Out of order", mend: "Mended" };

export function plain(text: string): string {
  return [...text.toUpperCase()].filter((character) => /[\p{L}\p{N}]/u.test(character)).slice(0, 12).join("");
}

export function told({ plate, people, outcome, cars, number, act }: Record<string, unknown>): string {
  if (plate) return [String(plate), people === undefined ? "" : say("%s people", String(people)), say(OUTCOME_WORDS[String(outcome)] ?? "")].filter(Boolean).join(" · ");
  if (cars) return say("%s cars counted", String(cars));
  return `${say("Toilet %s", String(number))} · ${say(ACT_WORDS[String(act)] ?? "")}`;
}
