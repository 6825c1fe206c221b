/** The questions to show now: words in the viewer's language, answers, errors, what is known. */

import type { Answer, Compiled, Given, Item, PartsByLanguage } from "./definition";
import type { Instance } from "./instances";
import type { Known } from "./known";
import { DECLINED } from "./parsing";
import { State } from "./state";
import type { Circumstances } from "./state";
import { split } from "./texts";
import { answerText, isEmpty } from "./values";
import { watched } from "./watching";

const INPUTS: Record<string, string> = {
  text: "text",
  integer: "text",
  number: "text",
  date: "date",
  time: "time",
  datetime: "datetime-local",
  point: "text",
  choices: "checkbox",
  none: "none",
};
const KEYPADS: Record<string, string> = { integer: "numeric", number: "decimal", point: "decimal" };
const METADATA = "start end today deviceid username phonenumber email subscriberid simserial audit";
const NEVER_SHOWN = new Set([...METADATA.split(" "), "calculate", "hidden"]);

export interface Option {
  value: string;
  label: string;
  isChosen: boolean;
}

/** One instance of a repeat. */
export interface ShownPart {
  number: number;
  field: string;
  children: Shown[];
}

/**
 * `kind` is question, note, group or repeat; `field` names the input; `input` is the kind of control.
 *
 * What is `known` is shown by its words and its control stays empty, unless somebody answered anew: `isAskedAgain`.
 * `isWatched`: its answer changes what else is shown.
 */
export interface Shown {
  kind: string;
  key: string;
  field: string;
  label: string;
  hint: string;
  guidance: string;
  input: string;
  keypad: string;
  value: string;
  options: Option[];
  bounds: readonly number[];
  isRequired: boolean;
  isReadOnly: boolean;
  mayDecline: boolean;
  isDeclined: boolean;
  known: Known | null;
  knownWords: string;
  isAskedAgain: boolean;
  isWatched: boolean;
  error: string;
  children: Shown[];
  parts: ShownPart[];
  canAdd: boolean;
}

const NOTHING_SPECIAL = {
  hint: "",
  guidance: "",
  input: "none",
  keypad: "",
  value: "",
  options: [],
  bounds: [],
  isRequired: false,
  isReadOnly: false,
  mayDecline: false,
  isDeclined: false,
  known: null,
  knownWords: "",
  isAskedAgain: false,
  isWatched: false,
  error: "",
  children: [],
  parts: [],
  canAdd: false,
} satisfies Partial<Shown>;

export interface Viewing extends Circumstances {
  /** Messages by field, as a check gave them. */
  errors?: Readonly<Record<string, string>>;
  isNew?: boolean;
}

/** Only what is relevant now. A form that `isNew` or has no `answers` gets its defaults. */
export function view(compiled: Compiled, answers: Given | null, viewing: Viewing): Shown[] {
  const state = new State(compiled, answers ?? {}, viewing);
  if (answers === null || viewing.isNew) {
    fillDefaults(state, compiled.items, state.root);
    state.settle();
  }
  return new Page(state, new Map(Object.entries(viewing.errors ?? {}))).show(compiled.items, state.root, "");
}

function fillDefaults(state: State, items: readonly Item[], instance: Instance): void {
  for (const item of items) {
    if (item.kind === "group") fillDefaults(state, item.children ?? [], instance);
    else if (item.kind === "question" && item.default && isEmpty(instance.answers.get(item.key))) {
      const text = state.default(item, instance);
      instance.answers.set(item.key, item.holds === "choices" ? split(text) : text);
    }
  }
}

class Page {
  private readonly watched: Set<string>;

  constructor(
    private readonly state: State,
    private readonly errors: ReadonlyMap<string, string>,
  ) {
    this.watched = watched(state.compiled);
  }

  show(items: readonly Item[], instance: Instance, prefix: string): Shown[] {
    return items
      .filter((item) => !instance.hidden.has(item.key) && !NEVER_SHOWN.has(item.type))
      .map((item) => this.showOne(item, instance, prefix));
  }

  private showOne(item: Item, instance: Instance, prefix: string): Shown {
    const field = `${prefix}${item.key}`;
    const label = this.words(item.label, instance);
    if (item.kind === "question") return this.question(item, instance, field);
    if (item.kind === "repeat") return this.repeat(item, instance, field, label);
    const children = this.show(item.children ?? [], instance, prefix);
    return { ...NOTHING_SPECIAL, kind: "group", key: item.key, field, label, children };
  }

  private words(parts: PartsByLanguage | undefined, instance: Instance): string {
    return this.state.label(parts, instance);
  }

  private repeat(item: Item, instance: Instance, field: string, label: string): Shown {
    const parts = (instance.repeats.get(item.key) ?? []).map((part) => ({
      number: part.number + 1,
      field: `${field}-${part.number}`,
      children: this.show(item.children ?? [], part, `${field}-${part.number}-`),
    }));
    const error = this.errors.get(field) ?? "";
    return { ...NOTHING_SPECIAL, kind: "repeat", key: item.key, field, label, parts, canAdd: !item.repeat_count, error };
  }

  private question(item: Item, instance: Instance, field: string): Shown {
    const given = instance.answers.get(item.key) ?? null;
    const known = (item.repeats.length === 0 && this.state.known(item)) || null;
    const isDeclined = Boolean(item.may_decline) && given === DECLINED;
    const isAskedAgain = known !== null && isAnsweredAnew(given, known);
    const answer = known !== null && !isAskedAgain ? null : given;
    return {
      ...NOTHING_SPECIAL,
      kind: item.type === "note" ? "note" : "question",
      key: item.key,
      field,
      label: this.words(item.label, instance),
      hint: this.words(item.hint, instance),
      guidance: this.words(item.guidance_hint, instance),
      input: inputOf(item),
      keypad: keypadOf(item),
      value: isDeclined ? "" : answerText(answer),
      options: this.options(item, instance, answer),
      bounds: item.range ?? [],
      isRequired: this.flag(item, "required", instance),
      isReadOnly: item.calculation !== undefined || this.flag(item, "read_only", instance),
      mayDecline: Boolean(item.may_decline),
      isDeclined,
      known,
      knownWords: this.knownWords(item, known),
      isAskedAgain,
      isWatched: this.watched.has(item.key),
      error: this.errors.get(field) ?? "",
    };
  }

  private flag(item: Item, column: "required" | "read_only", instance: Instance): boolean {
    const tree = item[column];
    return tree !== undefined && this.state.holdsTrue(tree, instance);
  }

  private options(item: Item, instance: Instance, answer: Answer): Option[] {
    if (item.type === "acknowledge") {
      return [{ value: "OK", label: this.words(item.label, instance), isChosen: answer === "OK" }];
    }
    const chosen = new Set(Array.isArray(answer) ? answer : [answerText(answer)]);
    return this.state.choices(item, instance).map(({ name, label }) => ({
      value: name,
      label: this.state.words(label) ?? "",
      isChosen: chosen.has(name),
    }));
  }

  private knownWords(item: Item, known: Known | null): string {
    if (known === null || known.value === null) return "";
    const names = Array.isArray(known.value) ? known.value : [answerText(known.value)];
    return names.map((name: string) => this.state.choiceLabel(item.list ?? "", name)).join("、");
  }
}

function isAnsweredAnew(answer: Answer, known: Known): boolean {
  return !isEmpty(answer) && answerText(answer) !== answerText(known.value);
}

function inputOf(item: Item): string {
  const appearance = item.appearance ?? [];
  if (item.type === "acknowledge") return "checkbox";
  if (item.holds === "choice") return appearance.includes("minimal") ? "select" : "radio";
  if (item.type === "range") return "number";
  const isLong = appearance.includes("multiline") || item.rows !== undefined;
  return isLong ? "textarea" : (INPUTS[item.holds ?? "none"] ?? "none");
}

function keypadOf(item: Item): string {
  return (item.appearance ?? []).includes("numbers") ? "numeric" : (KEYPADS[item.holds ?? "none"] ?? "");
}
