import { describe, expect, it } from "vitest";
import type { Entry } from "../../store/outbox";
import { toilets } from "../toilets";

function act(number: number, what: string, at: string, state: Entry["state"] = "waiting"): Entry {
  const rest = { holder: "h", words: "", state, why: "", field: "", similar: [] };
  return { id: at, kind: "crossing.facility", occurred_at: at, payload: { number, act: what }, ...rest };
}

describe("a toilet on the phone", () => {
  it("is blocked after a use until it was disinfected, whatever the order of the list", () => {
    const used = act(1, "use", "2020-02-08T01:00:00Z");
    const clean = act(1, "disinfect", "2020-02-08T01:05:00Z");
    expect(toilets([[1, "free"]], [used], 0)).toEqual([[1, "used"]]);
    expect(toilets([[1, "free"]], [clean, used], 0)).toEqual([[1, "free"]]);
  });

  it("is as the office says once the office has heard", () => {
    const heard = act(1, "use", "2020-02-08T01:00:00Z", "stored");
    expect(toilets([[1, "broken"]], [heard], Date.parse("2020-02-08T02:00:00Z") / 1000)).toEqual([[1, "broken"]]);
  });
});
