import { describe, expect, it } from "vitest";
import { BATCH, batches } from "../outbox";
import type { Entry } from "../outbox";

const entry = (id: string, length = 1): Entry => ({
  ...{ id, kind: "k", occurred_at: "", payload: { photo: "x".repeat(length) }, state: "waiting" as const },
  ...{ holder: "h", words: "", why: "", field: "", similar: [] },
});

describe("batches", () => {
  it("hold so many entries at most, in their order", () => {
    const many = Array.from({ length: BATCH + 2 }, (_, place) => entry(String(place)));
    expect(batches(many).map((batch) => batch.length)).toEqual([BATCH, 2]);
    expect(batches(many).flat()).toEqual(many);
    expect(batches([])).toEqual([]);
  });

  it("hold so many characters at most, and what is longer goes alone", () => {
    const found = batches([entry("a", 400), entry("b", 400), entry("c", 5000), entry("d")], 1000);
    expect(found.map((batch) => batch.map(({ id }) => id))).toEqual([["a", "b"], ["c"], ["d"]]);
  });
});
