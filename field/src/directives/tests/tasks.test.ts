import { describe, expect, it } from "vitest";
import type { Entry } from "../../store/outbox";
import { sides, toDo } from "../tasks";

const task = (id: string) => ({ id, title: "消毒", words: "", place: "永乐村", due_at: "2020-02-09T18:00:00+08:00", proof: "photo" as const });
const done = (matter: string, state: Entry["state"]): Entry => ({
  ...{ id: "e", kind: "directive.done", occurred_at: "", payload: { matter }, state },
  ...{ holder: "h", words: "", why: "", field: "", similar: [] },
});

describe("tasks of directives", () => {
  it("stay until they are done, and come back when what was done is refused", () => {
    const part = { tasks: [task("a"), task("b")] };
    const left = (state: Entry["state"]) => toDo(part, [done("a", state)]).map(({ id }) => id);
    expect([left("waiting"), left("stored"), left("refused")]).toEqual([["b"], ["b"], ["a", "b"]]);
  });

  it("keep a photo's shape and never enlarge it", () => {
    expect([sides(4000, 3000, 1280), sides(300, 900, 1280), sides(1, 9000, 1280)]).toEqual([[1280, 960], [300, 900], [1, 1280]]);
  });
});
