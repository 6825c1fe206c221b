/** What was written at an isolating home, in words. English is the key. */

import { say } from "../app/words";
import type { HomesPart } from "./homes";

export const CHANNELS: Record<string, string> = { door: "At the door", telephone: "By telephone", paper: "From paper" };
export const SHUT: Record<string, string> = { gone: "Nobody opened or answered", refused: "Would not be measured" };

export function told(kind: string, payload: Readonly<Record<string, unknown>>, { symptoms, needs }: HomesPart): string {
  if (kind === "isolation.unmet") return say(SHUT[String(payload["why"])] ?? "");
  if (kind === "isolation.need") return [needs[String(payload["what"])] ?? "", payload["words"]].filter(Boolean).join(": ");
  const complaints = ((payload["symptoms"] as string[] | undefined) ?? []).map((code) => symptoms[code] ?? code);
  return [`${Number(payload["temperature"]).toFixed(1)} ℃`, ...complaints].join("、");
}
