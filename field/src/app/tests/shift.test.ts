import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { enrolment, keepEnrolment, makeKey } from "../../device/device";
import type { Down } from "../../office/office";
import { merged } from "../../office/parts";
import { people } from "../../vault/vault";
import { begin, enter, knowledge, list, lock, open, record, send, shift, undo, waiting } from "../shift";
import type { Fresh } from "../shift";

const HOME = "0102030405";
const PIN = "274951";
const OUT = { who: "pass", way: "out", outcome: "passed", temperature: 36.5, pass: "01", household: HOME };

let guard = 0;

function came(lines: number, now = Date.now() / 1000): Down {
  const place = { id: "p", path: ["永乐村"] };
  const who = { staff: `guard${guard}`, name: "演示·门岗", unit: "村委会", role: "gate", role_words: "门岗" };
  const duty = { ...who, ends_at: new Date((now + 3600) * 1000).toISOString(), fever: 37.3, place, kinds: ["gate.checked"] };
  const gate = { zones: {}, passes: [], rule: { outings: 1, days: 2 }, went_out: {}, words: {} };
  const revocations = { after: 0, lines: Array.from({ length: lines }, (_, place) => ({ number: place + 1, pass: `${place}` })) };
  return { cursor: `c${lines}`, parts: { duty, keys: {}, gate, revocations }, now };
}

const fresh = (now?: number): Fresh => ({ token: `h${guard}.x`, came: came(7, now), person: { id: `guard${guard}`, name: "演示·门岗" } });

type Told = [status: number, content: object] | null;

function answering(tell: (path: string) => Told): void {
  vi.stubGlobal("fetch", (path: string) => {
    const told = tell(path);
    return told === null ? Promise.reject(new TypeError()) : Promise.resolve(Response.json(told[1], { status: told[0] }));
  });
}

const write = () => record("gate.checked", OUT, "出");
const refusing = (status: number, code: string, wipe = false): Told => [status, { error: { code, message: "", field: null }, wipe }];

beforeEach(async () => {
  lock();
  guard += 1;
  const { algorithm, key } = await makeKey();
  await keepEnrolment({ device: "d", place: "永乐村", algorithm, key });
  await begin(fresh(), PIN);
});

describe("a shift", () => {
  it("counts who this phone let out, until it was taken back", async () => {
    const id = await write();
    expect(knowledge()?.wentOut.get(HOME)?.length).toBe(1);
    await undo(id);
    expect(knowledge()?.wentOut.get(HOME)).toBeUndefined();
  });

  it("adds to the list and never steps back", () => {
    const held = came(7).parts;
    expect(list()).toBe(7);
    expect(merged(held, came(6).parts).revocations?.lines.length).toBe(7);
    expect(merged(held, { revocations: { after: 7, lines: [{ number: 8, pass: "8" }] } }).revocations?.lines.length).toBe(8);
    expect(merged(held, { revocations: { after: 9, lines: [{ number: 10, pass: "a" }] } }).revocations?.lines.length).toBe(7);
  });

  it("keeps everything when nobody answers, and says so", async () => {
    await write();
    answering(() => null);
    await send(true);
    expect([shift.entries[0]?.state, shift.problem]).toEqual(["waiting", "No network. Everything stays on this phone."]);
  });

  it("keeps a refused entry with the field, and mends it under its own id", async () => {
    const id = await write();
    const error = { code: "c", message: "再量", field: "temperature" };
    answering((path) => (path === "/sync/up" ? [200, { answers: [{ id, status: "refused", error }], now: "2020-02-08T00:00:00Z" }] : null));
    await send(true);
    const [entry] = shift.entries;
    expect([entry?.state, entry?.why, entry?.field]).toEqual(["refused", "再量", "temperature"]);
    expect(await record("gate.checked", { ...OUT, temperature: 36.6 }, "出", entry)).toBe(id);
    expect([shift.entries.length, waiting.value]).toEqual([1, 1]);
  });

  it("does not open by itself when it was locked while sending", async () => {
    answering(() => [200, { ...came(9), now: new Date().toISOString() }]);
    const sending = send();
    lock();
    await sending;
    expect(open.value).toBeNull();
  });

  it("is there again after a restart, and takes the office's clock", async () => {
    lock();
    guard += 1;
    await begin(fresh(Date.now() / 1000 - 5 * 86_400), PIN);
    await write();
    lock();
    answering(() => null);
    expect(await enter(`guard${guard}`, PIN)).toBe(false);
    const days = (Date.now() - Date.parse(shift.entries[0]!.occurred_at)) / 86_400_000;
    expect(Math.round(days)).toBe(5);
  });

  it("sends what was recorded on an earlier sign-in under that one", async () => {
    await write();
    lock();
    const tokens: string[] = [];
    vi.stubGlobal("fetch", (_path: string, { headers }: { headers: Record<string, string> }) => {
      tokens.push(headers["Authorization"]!);
      return Promise.reject(new TypeError());
    });
    await enter(`guard${guard}`, PIN, { ...fresh(), token: "later.x" });
    await vi.waitFor(() => expect(shift.isSending).toBe(false));
    await send(true);
    expect(tokens.at(-1)).toBe(`Bearer h${guard}.x`);
  });
});

describe("the office's word", () => {
  it("destroys everything when the phone was withdrawn", async () => {
    await write();
    answering(() => refusing(403, "device_withdrawn", true));
    await send(true);
    expect([open.value, await people(), await enrolment(), shift.wasDestroyed]).toEqual([null, [], undefined, true]);
  });

  it("takes what came down when the duty has ended, and leaves what was not answered", async () => {
    await write();
    answering((path) => (path === "/sync/up" ? [200, { answers: [], now: "2020-02-08T00:00:00Z" }] : refusing(403, "duty_ended", true)));
    await send(true);
    expect([knowledge(), shift.entries.length, shift.problem]).toEqual([null, 1, "Your duty has ended. Send what is left, then sign off."]);
  });

  it("keeps everything when the app is too old", async () => {
    await write();
    answering(() => refusing(426, "app_outdated"));
    await send(true);
    expect([waiting.value, shift.problem]).toEqual([1, "The app is out of date. Connect and open it again."]);
  });
});
