/** The conformance file, run by the interpreter of the phone. */

import { describe, expect, it } from "vitest";
import FILE from "../../../../src/tongzhou/questionnaires/expressions/conformance.json";
import type { Compiled, Item, Tree } from "../definition";
import { View } from "../instances";
import { evaluate } from "../interpreter";
import { State } from "../state";
import { isNodes } from "../values";

interface Case {
  expression: string;
  expected: unknown;
  tree: unknown[];
  at?: [string, number][];
}

function question(key: string, repeats: string[]): Item {
  return { kind: "question", type: "text", name: key, key, repeats, holds: "text" };
}

function form(): Compiled {
  const inside = ["m_age", "m_nm"].map((key) => question(key, ["m"]));
  const outside = Object.keys(FILE.questions).filter((key) => !key.startsWith("m"));
  const repeat: Item = { kind: "repeat", type: "begin_repeat", name: "m", key: "m", repeats: [], children: inside };
  const lists = Object.entries(FILE.lists).map(([name, choices]) => [
    name,
    Object.entries(choices).map(([key, words]) => ({ name: key, label: { zh: words }, row: {} })),
  ]);
  const items = [...outside.map((key) => question(key, [])), repeat];
  return { items, order: [], lists: Object.fromEntries(lists), default_language: "zh" };
}

function valueOf({ tree, at = [] }: Case): unknown {
  const state = new State(form(), FILE.answers, FILE);
  const instance = at.reduce((outer, [repeat, number]) => outer.repeats.get(repeat)?.[number] ?? outer, state.root);
  const context = { ...state.context(instance, FILE.own), answers: new View(state, instance) };
  const value = evaluate(tree as unknown as Tree, context);
  return isNodes(value) ? value[0] : value;
}

describe("conformance", () => {
  it.each((FILE.cases as unknown as Case[]).map((found) => [found.expression, found] as const))("%s", (_, found) => {
    const value = valueOf(found);
    const isWritten = typeof value === "number" && typeof found.expected === "string";
    expect(isWritten ? String(value) : value).toEqual(found.expected);
  });
});
