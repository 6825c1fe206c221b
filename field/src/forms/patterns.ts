/** Steps through the program of a pattern that the server compiled: time is bounded by text times program. */

import { characters } from "./texts";

export type Instruction = readonly [string, ...unknown[]];
type Program = readonly Instruction[];

/** Does the whole text match? Steps through all possibilities at once. */
export function matches(program: Program, text: string): boolean {
  const codes = characters(text).map((char) => char.codePointAt(0) ?? 0);
  let states = closure(program, [0], 0, codes.length);
  for (const [place, code] of codes.entries()) {
    const moved = states.filter((state) => holds(program[state], code)).map((state) => state + 1);
    states = closure(program, moved, place + 1, codes.length);
    if (states.length === 0) return false;
  }
  return states.some((state) => program[state]?.[0] === "match");
}

function holds(instruction: Instruction | undefined, code: number): boolean {
  if (instruction?.[0] !== "set") return false;
  const [, isNegated, ranges] = instruction as readonly [string, boolean, readonly (readonly [number, number])[]];
  return ranges.some(([low, high]) => low <= code && code <= high) !== isNegated;
}

function closure(program: Program, start: readonly number[], place: number, length: number): number[] {
  const seen = new Set<number>();
  const waiting = [...start];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    waiting.push(...next(program[state], state, place, length));
  }
  return [...seen].filter((state) => ["set", "match"].includes(program[state]?.[0] ?? ""));
}

function next(instruction: Instruction | undefined, state: number, place: number, length: number): number[] {
  const [name, first, second] = instruction ?? [""];
  if (name === "split") return [state + Number(first), state + Number(second)];
  if (name === "jump") return [state + Number(first)];
  if (name === "begin" && place === 0) return [state + 1];
  return name === "end" && place === length ? [state + 1] : [];
}
