/** Speaking with the server by the field API (docs/sync.md); nothing else does. */

import { enrolment, keepEnrolment, makeKey, signed } from "../device/device";
import type { Made } from "../device/device";
import type { Answer, Handed } from "../store/outbox";
import { language } from "../app/words";
import type { Parts } from "./parts";

declare const __VERSION__: string;

/** No answer: no network, or the server is down. */
export class Unreachable extends Error {}
/** This app is too old to be understood: it has to renew itself. */
export class Outdated extends Error {}
/** The phone was withdrawn or reported lost: what it holds is to be destroyed. */
export class Withdrawn extends Error {}
/** Nothing more comes down on this duty; what was done in it still goes up. */
export class DutyEnded extends Error {}
/** Refused as a whole; `message` are the server's words. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** What came down, with the server's clock in seconds. */
export interface Down {
  cursor: string;
  parts: Parts;
  now: number;
}
type Told = Record<string, unknown> & { now: string };

async function packed(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([plain]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function ask(path: string, given: RequestInit, headers: Record<string, string>): Promise<Told> {
  const plain = { "X-App": __VERSION__, "Accept-Language": language.value === "zh" ? "zh-Hans" : "en" };
  const whole: RequestInit = { ...given, headers: { ...plain, ...headers }, redirect: "manual", cache: "no-store", credentials: "omit" };
  const answer = await fetch(path, whole).catch(() => null);
  if (answer === null || answer.status >= 500) throw new Unreachable();
  const told = (await answer.json().catch(() => null)) as (Told & { error?: { code: string; message: string }; wipe?: boolean }) | null;
  if (told === null) throw new Unreachable(); // a hotel's sign-in page, say
  if (answer.ok) return told;
  const { code = "", message = "" } = told.error ?? {};
  if (answer.status === 426) throw new Outdated();
  if (code === "duty_ended") throw new DutyEnded();
  if (told.wipe) throw new Withdrawn();
  throw new Refused(code, message);
}

async function askSigned(method: "GET" | "POST", path: string, token: string, content?: unknown): Promise<Told> {
  const own = await enrolment();
  if (!own) throw new Withdrawn();
  const isBare = content === undefined;
  const body = isBare ? new Uint8Array() : await packed(new TextEncoder().encode(JSON.stringify(content)));
  const headers = await signed(own, { method, path, token, body });
  const kind: Record<string, string> = isBare ? {} : { "Content-Type": "application/json", "Content-Encoding": "gzip" };
  return ask(path, isBare ? { method } : { method, body }, { ...headers, ...kind });
}

// Kept between two tries, so that an answer that was lost on the way costs no new code.
let made: Promise<Made> | undefined;

/** Enrol this phone by the coordinator's code. */
export async function enrol(code: string, name: string): Promise<void> {
  const { algorithm, key, publicKey } = await (made ??= makeKey());
  const body = JSON.stringify({ code, name, algorithm, public_key: publicKey });
  const told = await ask("/sync/enrol", { method: "POST", body }, { "Content-Type": "application/json" });
  await keepEnrolment({ device: told["device"] as string, place: (told["place"] as { name: string }).name, algorithm, key });
  made = undefined;
}

/** The token of whoever signs in, or whom the coordinator's code alone lets in. */
export async function hold(who: { username?: string; password?: string; code: string }): Promise<string> {
  return (await askSigned("POST", "/sync/hold", "", who))["token"] as string;
}

export async function up(entries: Handed[], token: string): Promise<Answer[]> {
  return (await askSigned("POST", "/sync/up", token, { entries }))["answers"] as Answer[];
}

export async function down(cursor: string, token: string): Promise<Down> {
  const told = await askSigned("GET", `/sync/down?since=${encodeURIComponent(cursor)}`, token);
  return { cursor: told["cursor"] as string, parts: told["parts"] as Parts, now: Date.parse(told.now) / 1000 };
}
