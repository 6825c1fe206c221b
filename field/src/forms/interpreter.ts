/** Works out a tree. Pure: the day, the time and every answer are passed in; a tree can never read a clock. */

import { call } from "./builtins";
import type { Context } from "./context";
import { entry } from "./definition";
import type { Tree } from "./definition";
import { matches } from "./patterns";
import type { Instruction } from "./patterns";
import { lengthOf } from "./texts";
import { isNodes, toBoolean, toNumber, toText } from "./values";
import type { Value } from "./values";

const MAX_PATTERN_TEXT = 2_000;

type Node = (parts: readonly unknown[], context: Context) => Value;

export function evaluate(tree: Tree, context: Context): Value {
  const [head, ...parts] = tree;
  const node = entry(NODES, head);
  return node ? node(parts, context) : binary(head, parts, context);
}

export function isTrue(tree: Tree, context: Context): boolean {
  return toBoolean(evaluate(tree, context));
}

export function textOf(tree: Tree, context: Context): string {
  return toText(evaluate(tree, context));
}

const inner = (parts: readonly unknown[], place: number, context: Context): Value =>
  evaluate(parts[place] as Tree, context);

function reference([key, repeats]: readonly unknown[], context: Context): Value {
  const around = (repeats ?? []) as string[];
  return around.length > 0 ? context.answers.values(key as string, around) : context.answers.value(key as string);
}

function nth(parts: readonly unknown[], context: Context): Value {
  const found = nodes(inner(parts, 0, context));
  const place = toNumber(inner(parts, 1, context));
  return place >= 1 ? (found[Math.trunc(place) - 1] ?? "") : "";
}

function binary(operator: string, parts: readonly unknown[], context: Context): Value {
  const left = inner(parts, 0, context);
  if (operator === "and" || operator === "or") {
    const isLeft = toBoolean(left);
    return isLeft === (operator === "or") ? isLeft : toBoolean(inner(parts, 1, context));
  }
  const right = inner(parts, 1, context);
  if (operator === "=" || operator === "!=") return isEqual(left, right, operator === "!=");
  const relation = entry(RELATIONS, operator);
  return relation ? isRelated(left, right, relation) : arithmetic(operator, toNumber(left), toNumber(right));
}

/** XPath 1.0, 3.4: nodes compare if any of them does; a boolean beats a number, which beats text. */
function isEqual(left: Value, right: Value, isNegated: boolean): boolean {
  if (typeof left === "boolean" || typeof right === "boolean") {
    return (toBoolean(left) === toBoolean(right)) !== isNegated;
  }
  const isNumeric = typeof left === "number" || typeof right === "number";
  const same = (one: Value, other: Value): boolean =>
    isNumeric ? toNumber(one) === toNumber(other) : one === other;
  return nodes(left).some((one) => nodes(right).some((other) => same(one, other) !== isNegated));
}

type Relation = (one: number, other: number) => boolean;
const RELATIONS: Record<string, Relation> = {
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
};

function isRelated(left: Value, right: Value, relation: Relation): boolean {
  return nodes(left).some((one) => nodes(right).some((other) => relation(toNumber(one), toNumber(other))));
}

function nodes(value: Value): readonly Value[] {
  return isNodes(value) ? value : [value];
}

function arithmetic(operator: string, left: number, right: number): number {
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  if (operator === "div") return left / right;
  if (operator === "mod") return left % right;
  throw new Error(`This form needs a newer version of the app: ${operator}`);
}

function calling([name, ...parts]: readonly unknown[], context: Context): Value {
  const lazy = entry(LAZY, name as string);
  if (lazy) return lazy(parts, context);
  const values = parts.map((part) => evaluate(part as Tree, context));
  return call(name as string, values, context);
}

function choosing(parts: readonly unknown[], context: Context): Value {
  return inner(parts, isTrue(parts[0] as Tree, context) ? 1 : 2, context);
}

function coalesce(parts: readonly unknown[], context: Context): Value {
  for (const part of parts) {
    const value = evaluate(part as Tree, context);
    if (!["", "NaN"].includes(toText(value))) return value;
  }
  return "";
}

function once(parts: readonly unknown[], context: Context): Value {
  return context.own || inner(parts, 0, context);
}

function regex(parts: readonly unknown[], context: Context): boolean {
  const text = toText(inner(parts, 0, context));
  return lengthOf(text) <= MAX_PATTERN_TEXT && matches(parts[1] as Instruction[], text);
}

const LAZY: Record<string, Node> = { if: choosing, coalesce, once };
const NODES: Record<string, Node> = {
  s: ([text]) => String(text),
  n: ([number]) => Number(number),
  self: (_, context) => context.own,
  col: ([column], context) => entry(context.row, column as string) ?? "",
  position: (_, context) => context.answers.position(),
  neg: (parts, context) => -toNumber(inner(parts, 0, context)),
  ref: reference,
  instances: ([repeat, repeats], context) => context.answers.instances(repeat as string, repeats as string[]),
  nth,
  fn: calling,
  regex,
  "choice-name": (parts, context) =>
    context.answers.choiceLabel(parts[1] as string, toText(inner(parts, 0, context))),
};
