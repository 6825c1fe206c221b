import { describe, expect, it } from "vitest";
import type { Entry, Payload } from "../../store/outbox";
import { NOTHING, lines, nameOf, sorted } from "../targets";
import type { ScreeningPart, Target } from "../targets";

const HEARD = Date.parse("2020-02-08T02:00:00Z") / 1000;

function target(id: string, given: Partial<Target> = {}): Target {
  const plain = { sort: "firm", address: "演示路1号", landmark: "", area: "", place: "永乐村", contact: "", phone: "" };
  const nothing = { is_held: true, is_recheck: false, told: null, call_at: null, planned_on: null, asked: null };
  return { ...plain, ...nothing, id, name: id, ...given };
}

function entry(payload: Payload, given: Partial<Entry> = {}): Entry {
  const rest = { holder: "h", words: "", state: "waiting" as const, why: "", field: "", similar: [] };
  return { id: "e", kind: "screening.contacted", occurred_at: "2020-02-08T03:00:00Z", payload, ...rest, ...given };
}

const part = (...targets: Target[]): ScreeningPart => ({ ...NOTHING, targets, places: [["p", "永乐村"]] });
const known = (entries: Entry[], ...targets: Target[]) => lines(part(...targets), entries, "我", HEARD);

describe("the list on the phone", () => {
  it("says who asked here before the office has heard of it", () => {
    const [one] = known([entry({ target: "a", outcome: "reached", planned_on: "2020-02-12" })], target("a"));
    expect([one?.isDone, one?.planned_on, one?.asked]).toEqual([true, "2020-02-12", { by: "我", at: "2020-02-08T03:00:00Z", outcome: "reached" }]);
  });

  it("is as the office says once the office has heard, and a refused entry changes nothing", () => {
    const heard = entry({ target: "a", outcome: "reached" }, { state: "stored", occurred_at: "2020-02-08T01:00:00Z" });
    const refused = entry({ target: "a", outcome: "reached" }, { state: "refused" });
    expect(known([heard, refused], target("a"))[0]?.isDone).toBe(false);
  });

  it("holds a found place that stands on no list, and moves it by its own id", () => {
    const found = { sort: "shed", name: "", landmark: "三号桥西", address: "", phone: "", contact: "", place: "p" };
    const first = entry({ target: "x", outcome: "nobody", found });
    const again = entry({ target: "x", outcome: "reached" }, { id: "f", occurred_at: "2020-02-08T04:00:00Z" });
    expect(known([again, first])).toMatchObject([{ id: "x", name: "三号桥西", place: "永乐村", is_held: true, isDone: true }]);
  });

  it("takes a free one in hand", () => {
    expect(known([entry({ target: "a" }, { kind: "screening.taken" })], target("a", { is_held: false }))[0]?.is_held).toBe(true);
  });

  it("masks a telephone that is all there is", () => {
    expect(nameOf({ sort: "household", name: "", landmark: "", address: "", phone: "10000009876", contact: "", place: "" })).toBe("100****9876");
  });
});

describe("the order of work", () => {
  const due = target("due", { call_at: "2020-02-08T01:00:00Z" });
  const found = known([entry({ target: "done", outcome: "reached" })], target("free", { is_held: false }), target("done"), target("mine"), due);

  it("begins with whose time has come and ends with what is done", () => {
    expect(sorted(found, HEARD).map(({ id }) => id)).toEqual(["due", "mine", "free", "done"]);
  });

  it("finds by landmark", () => {
    const shed = known([], target("a"), target("b", { landmark: "三号桥西五十米" }));
    expect(sorted(shed, HEARD, "三号桥").map(({ id }) => id)).toEqual(["b"]);
  });
});
