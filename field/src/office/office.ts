/** Speaking with the server: what this gate knows comes down, checks go up. The guard's own sign-in opens the door. */

import type { Answer, Check } from "../store/outbox";
import type { Plain } from "../passes/plain";

/** What the server says; `now` is its clock in seconds, `list` the number of the last line of the revocations. */
export interface Held {
  person: { id: string; name: string; post: string; until: number };
  now: number;
  list: number;
  fever: number;
  token: string;
  known: Plain;
}

/** No answer: no network, or the server is down. */
export class Unreachable extends Error {}
/** The sign-in has ended, or the duty does not include the gate. */
export class NotSignedIn extends Error {}

async function ask(address: string, more: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(address, { ...more, redirect: "manual", cache: "no-store" }).catch(() => null);
  if (answer === null || answer.status >= 500) throw new Unreachable();
  if (!answer.ok) throw new NotSignedIn();
  return answer.json();
}

export async function fetchHeld(): Promise<Held> {
  return (await ask("/gates/held/")) as Held;
}

export async function handUp(checks: Check[], person: string, token: string): Promise<Answer[]> {
  const body = JSON.stringify({ person, checks });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return ((await ask("/gates/batch/", { method: "POST", body, headers })) as { answers: Answer[] }).answers;
}
