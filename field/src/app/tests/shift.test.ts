import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Held } from "../../office/office";
import { begin, enter, knowledge, lock, open, record, send, shift, undo } from "../shift";

const HOME = "0102030405";
const PIN = "274951";

let guard = 0;

function held(list: number, now = Date.now() / 1000): Held {
  const rule = { outings: 1, days: 2 };
  const nothing = { keys: [], zones: [], revoked: [], before: [], listed: [], wentOut: [] };
  const person = { id: `guard${guard}`, name: "演示·门岗", post: "永乐村", until: now + 3600 };
  return { person, now, list, fever: 37.3, token: "t", known: { ...nothing, heardAt: now, household: rule } };
}

function answering(...answers: (object | null)[]): void {
  const left = [...answers];
  vi.stubGlobal("fetch", () => {
    const answer = left.shift() ?? null;
    return answer === null ? Promise.reject(new TypeError()) : Promise.resolve(Response.json(answer));
  });
}

const out = { who: "pass", way: "out" as const, outcome: "passed", temperature: 36.5, number: "1", household: HOME };
const rest = { reason: "good", plate: "" };

beforeEach(async () => {
  lock();
  guard += 1;
  await begin(held(7), PIN);
});

describe("a shift", () => {
  it("counts who this phone let out, until it was taken back", async () => {
    const id = await record({ ...out, ...rest });
    expect(knowledge().wentOut.get(HOME)?.length).toBe(1);
    await undo(id);
    expect(knowledge().wentOut.get(HOME)).toBeUndefined();
  });

  it("never steps back to an older list", async () => {
    answering(held(6), held(6));
    await send();
    expect(open.value?.held.list).toBe(7);
    answering(held(8), held(8));
    await send();
    expect(open.value?.held.list).toBe(8);
  });

  it("keeps everything when nobody answers, and says so", async () => {
    await record({ ...out, ...rest });
    answering(null);
    await send();
    expect([shift.entries[0]?.state, shift.problem]).toEqual(["waiting", "No network. Everything stays on this phone."]);
  });

  it("does not open by itself when it was locked while sending", async () => {
    answering(held(9), held(9));
    const sending = send();
    lock();
    await sending;
    expect(open.value).toBeNull();
  });

  it("is there again after a restart, and takes the office's clock", async () => {
    lock();
    guard += 1;
    await begin(held(7, Date.now() / 1000 - 5 * 86_400), PIN);
    await record({ ...out, ...rest });
    lock();
    answering(null);
    expect(await enter(`guard${guard}`, PIN)).toBe(false);
    const days = (Date.now() - Date.parse(shift.entries[0]!.check.at)) / 86_400_000;
    expect(Math.round(days)).toBe(5);
  });

  it("hands nothing up in somebody else's name", async () => {
    const another = held(9);
    answering({ ...another, person: { ...another.person, id: "other" } });
    await send();
    expect(shift.problem).toMatch(/Somebody else/);
  });
});
