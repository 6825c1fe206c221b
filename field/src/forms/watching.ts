/** Questions whose answer changes what is shown elsewhere: only these need a fresh look at the form. */

import { walkItems } from "./definition";
import type { Compiled } from "./definition";

export function watched(compiled: Compiled): Set<string> {
  const found = new Set<string>();
  for (const item of walkItems(compiled.items)) {
    const { relevant, label, hint, required, read_only, choice_filter, repeat_count, calculation } = item;
    references([relevant, label, hint, required, read_only, choice_filter, repeat_count, calculation], found);
  }
  return found;
}

function references(part: unknown, found: Set<string>): void {
  if (typeof part !== "object" || part === null) return;
  if (Array.isArray(part) && part[0] === "ref" && typeof part[1] === "string") found.add(part[1]);
  for (const inner of Object.values(part)) references(inner, found);
}
