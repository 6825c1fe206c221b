/** What each function of the list does with its evaluated arguments. */

import type { Context } from "./context";
import { daysOf, timeShare } from "./moments";
import { formatMoment } from "./formatting";
import { characters, lengthOf } from "./texts";
import { dayText, isNodes, momentText, toBoolean, toNumber, toText, trimBlank } from "./values";
import type { Value } from "./values";

type Arguments = readonly Value[];
type Builtin = (values: Arguments, context: Context) => Value;

const at = (values: Arguments, place: number): Value => values[place] ?? "";
const textAt = (values: Arguments, place: number): string => toText(at(values, place));
const numberAt = (values: Arguments, place: number): number => toNumber(at(values, place));
/** Rounding never gives the negative zero. */
const unsigned = (number: number): number => number + 0;

function texts(values: Arguments): string[] {
  return values.flatMap((value) => (isNodes(value) ? [...value] : [toText(value)]));
}

function words(value: Value): string[] {
  const text = toText(value);
  return text === "" ? [] : text.split(" ");
}

function selectedAt(values: Arguments): string {
  const place = numberAt(values, 1);
  return place >= 0 ? (words(at(values, 0))[Math.trunc(place)] ?? "") : "";
}

function slice(text: string, start: number, end: number): string {
  if (Number.isNaN(start) || Number.isNaN(end)) return "";
  return characters(text).slice(Math.max(0, start), Math.max(0, end)).join("");
}

function substr(values: Arguments): string {
  return slice(textAt(values, 0), numberAt(values, 1), values.length > 2 ? numberAt(values, 2) : Infinity);
}

function substring(values: Arguments): string {
  const start = roundHalfUp(numberAt(values, 1)) - 1;
  return slice(textAt(values, 0), start, values.length > 2 ? start + roundHalfUp(numberAt(values, 2)) : Infinity);
}

function translate(values: Arguments): string {
  const [old, fresh] = [characters(textAt(values, 1)), characters(textAt(values, 2))];
  const changed = (char: string): string => {
    const place = old.indexOf(char);
    return place < 0 ? char : (fresh[place] ?? "");
  };
  return characters(textAt(values, 0)).map(changed).join("");
}

function substringBefore(values: Arguments): string {
  const text = textAt(values, 0);
  return text.slice(0, Math.max(0, text.indexOf(textAt(values, 1))));
}

function substringAfter(values: Arguments): string {
  const [text, part] = [textAt(values, 0), textAt(values, 1)];
  const place = text.indexOf(part);
  return place < 0 ? "" : text.slice(place + part.length);
}

function roundHalfUp(number: number): number {
  return unsigned(Math.floor(number + 0.5));
}

function round(values: Arguments): number {
  const number = numberAt(values, 0);
  const places = values.length > 1 ? numberAt(values, 1) : 0;
  if (Number.isNaN(places)) return NaN;
  if (!Number.isFinite(number) || Math.abs(places) > 15) return number;
  const scale = Number(`1e${Math.abs(Math.trunc(places))}`);
  return places >= 0 ? roundHalfUp(number * scale) / scale : roundHalfUp(number / scale) * scale;
}

/** C's pow as the server calls it: no real result is NaN, one too large is Infinity. */
function pow(values: Arguments): number {
  const [base, exponent] = [numberAt(values, 0), numberAt(values, 1)];
  if (base === 1 || (base === -1 && Math.abs(exponent) === Infinity)) return 1;
  const power = base ** exponent;
  const isOverflow = Number.isFinite(base) && Number.isFinite(exponent) && Math.abs(power) === Infinity;
  return isOverflow ? (base === 0 ? NaN : Infinity) : power;
}

function numbers(values: Arguments): number[] {
  return texts(values)
    .filter((text) => trimBlank(text) !== "")
    .map(toNumber);
}

function extreme(isBetter: (one: number, other: number) => boolean): Builtin {
  return (values) => {
    const found = numbers(values);
    if (found.length === 0 || found.some(Number.isNaN)) return NaN;
    return found.reduce((best, number) => (isBetter(number, best) ? number : best));
  };
}

const format: Builtin = (values, context) =>
  formatMoment(momentText(at(values, 0)), textAt(values, 1), context.language);

const BUILTINS: Record<string, Builtin> = {
  true: () => true,
  false: () => false,
  not: (values) => !toBoolean(at(values, 0)),
  boolean: (values) => toBoolean(at(values, 0)),
  "boolean-from-string": (values) => ["true", "1"].includes(textAt(values, 0)),
  selected: (values) => words(at(values, 0)).includes(trimBlank(textAt(values, 1))),
  "count-selected": (values) => words(at(values, 0)).length,
  "selected-at": selectedAt,
  string: (values) => textAt(values, 0),
  "string-length": (values, context) => lengthOf(values.length > 0 ? textAt(values, 0) : context.own),
  contains: (values) => textAt(values, 0).includes(textAt(values, 1)),
  "starts-with": (values) => textAt(values, 0).startsWith(textAt(values, 1)),
  "ends-with": (values) => textAt(values, 0).endsWith(textAt(values, 1)),
  "substring-before": substringBefore,
  "substring-after": substringAfter,
  substr,
  substring,
  "normalize-space": (values) => textAt(values, 0).replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, ""),
  translate,
  concat: (values) => texts(values).join(""),
  join: (values) => texts(values.slice(1)).join(textAt(values, 0)),
  number: (values) => numberAt(values, 0),
  int: (values) => unsigned(Math.trunc(numberAt(values, 0))),
  round,
  floor: (values) => unsigned(Math.floor(numberAt(values, 0))),
  ceiling: (values) => unsigned(Math.ceil(numberAt(values, 0))),
  abs: (values) => Math.abs(numberAt(values, 0)),
  pow,
  sqrt: (values) => Math.sqrt(numberAt(values, 0)),
  sum: (values) => numbers(values).reduce((total, number) => total + number, 0),
  count: (values) => texts(values).length,
  "count-non-empty": (values) => texts(values).filter((text) => text !== "").length,
  min: extreme((one, other) => one < other),
  max: extreme((one, other) => one > other),
  today: (_, context) => context.today,
  now: (_, context) => context.now,
  date: (values) => dayText(at(values, 0)),
  "date-time": (values) => momentText(at(values, 0)),
  "decimal-date-time": (values) => daysOf(momentText(at(values, 0))),
  "decimal-time": (values) => timeShare(textAt(values, 0)),
  "format-date": format,
  "format-date-time": format,
};

export function call(name: string, values: Arguments, context: Context): Value {
  const builtin = BUILTINS[name];
  if (!builtin) throw new Error(`This form needs a newer version of the app: ${name}()`);
  return builtin(values, context);
}
