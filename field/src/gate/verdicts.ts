/** Verdicts in words that a guard can act on, as programmes/gates/presenting.py says them. */

import { colourOf } from "../passes/judging";
import type { Reason } from "../passes/judging";

const WORDS: Record<Reason, [title: string, words: string]> = {
  good: ["Valid", "Measure, then let through."],
  old_list: ["Valid, by an old list", "Long without news from the office. Measure; connect soon."],
  unreadable: ["Not readable", "Scan again, or type the number under the square."],
  unknown_key: ["Too new for this device", "Connect once, then scan again; or type the number."],
  forged: ["Not issued by us", "Do not let through. Keep calm, note what you saw in the duty log."],
  foreign: ["For another place", "This pass opens the gates of another place. Register a visitor."],
  early: ["Not valid yet", "It holds from a later time. Ask at the desk."],
  expired: ["Expired", "Send to the desk for a new one; the holder may appeal there."],
  revoked: ["Revoked", "Do not let through with it. The holder may appeal at the desk."],
  still_picture: ["A picture, not the live page", "Ask for the page itself, or type the number."],
  household_out: ["The household was out", "Its rule allows no further outing today. To a doctor always."],
  not_listed: ["Number not on this list", "Type it once more, or register a visitor."],
  override: ["Valid", "Measure, then let through."],
};
const TONES = { green: ["good", "✓"], amber: ["warn", "!"], red: ["bad", "✕"] } as const;

export function shown(reason: Reason): { tone: string; sign: string; title: string; words: string } {
  const [tone, sign] = TONES[colourOf(reason)];
  const [title, words] = WORDS[reason];
  return { tone, sign, title, words };
}
