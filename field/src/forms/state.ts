/** A form being filled: what is relevant, what is worked out, what is offered. Pure; knows no page and no store. */

import { entry, ownItems, walkItems } from "./definition";
import type { Answer, Choice, Compiled, Given, Item, Parts, PartsByLanguage, Tree } from "./definition";
import { Instance, View, isGiven } from "./instances";
import { evaluate, isTrue, textOf } from "./interpreter";
import type { Context } from "./context";
import type { Known, KnownFacts } from "./known";
import { answerText, isEmpty, toNumber, toText } from "./values";

export const MAX_INSTANCES = 200;

/** `today` is a day, `now` a moment of it; `language` is zh or en. */
export interface Circumstances {
  today: string;
  now?: string;
  language?: string;
  known?: KnownFacts;
}

/** Built from parsed answers; `settle()` works the form out in its compiled order. */
export class State {
  readonly today: string;
  readonly now: string;
  readonly language: string;
  readonly items: Map<string, Item>;
  readonly root: Instance;
  private readonly facts: KnownFacts;

  constructor(
    readonly compiled: Compiled,
    answers: Given,
    { today, now, language = "zh", known = {} }: Circumstances,
  ) {
    this.today = today;
    this.now = now ?? `${today}T00:00:00.000+08:00`;
    this.language = language;
    this.facts = known;
    this.items = new Map([...walkItems(compiled.items)].map((item) => [item.key, item]));
    this.root = this.instance(compiled.items, answers, null, "", 0);
    this.settle();
  }

  private instance(
    items: readonly Item[],
    given: Given,
    parent: Instance | null,
    repeat: string,
    number: number,
  ): Instance {
    const made = new Instance(parent, repeat, number);
    for (const item of ownItems(items)) {
      const answer = entry(given, item.key) ?? null;
      if (item.kind === "repeat") made.repeats.set(item.key, this.parts(item, answer, made));
      else if (item.kind === "question") made.answers.set(item.key, answer as Answer);
    }
    return made;
  }

  private parts(item: Item, given: unknown, outer: Instance): Instance[] {
    const parts = Array.isArray(given) ? given.filter(isGiven).slice(0, MAX_INSTANCES) : [];
    return parts.map((part, place) => this.instance(item.children ?? [], part, outer, item.key, place));
  }

  context(instance: Instance, own = "", row: Context["row"] = {}): Context {
    const { today, now, language } = this;
    return { answers: new View(this, instance), today, now, language, own, row };
  }

  settle(): void {
    for (const key of this.compiled.order) {
      const item = this.items.get(key);
      if (item) for (const instance of this.root.within(item.repeats)) this.settleOne(item, instance);
    }
  }

  private settleOne(item: Item, instance: Instance): void {
    instance.hidden.delete(item.key);
    if (!this.isRelevant(item, instance)) instance.hide(item);
    else if (item.kind === "repeat" && item.repeat_count) this.setCount(item, item.repeat_count, instance);
    else if (item.kind === "question") this.workOut(item, instance);
  }

  private isRelevant(item: Item, instance: Instance): boolean {
    const { parent } = item;
    if (parent && instance.path.some((part) => part.hidden.has(parent))) return false;
    return !item.relevant || isTrue(item.relevant, this.context(instance));
  }

  private setCount(item: Item, tree: Tree, instance: Instance): void {
    const wanted = toNumber(evaluate(tree, this.context(instance)));
    const count = Number.isNaN(wanted) ? 0 : Math.trunc(Math.min(Math.max(wanted, 0), MAX_INSTANCES));
    const parts = (instance.repeats.get(item.key) ?? []).slice(0, count);
    while (parts.length < count) {
      parts.push(this.instance(item.children ?? [], {}, instance, item.key, parts.length));
    }
    instance.repeats.set(item.key, parts);
  }

  private workOut(item: Item, instance: Instance): void {
    const answer = this.workedOut(item, instance);
    if (answer !== undefined) instance.answers.set(item.key, answer);
  }

  /** What the form itself answers; undefined leaves the answer as it is. */
  private workedOut(item: Item, instance: Instance): Answer | undefined {
    const answer = instance.answers.get(item.key);
    if (["start", "end"].includes(item.type)) return this.now;
    if (item.type === "today") return this.today;
    if (item.calculation) return this.calculated(item.calculation, instance, answerText(answer));
    if (["calculate", "hidden"].includes(item.type) && item.default) return this.default(item, instance);
    const value = item.repeats.length > 0 ? null : (this.known(item)?.value ?? null);
    return isEmpty(answer) && value !== null ? value : undefined;
  }

  private calculated(tree: Tree, instance: Instance, own: string): string {
    const text = textOf(tree, this.context(instance, own));
    return text === "NaN" ? "" : text;
  }

  /** What is known of the element that the item asks for. */
  known(item: Item): Known | undefined {
    return entry(this.facts, item.element ?? "");
  }

  default(item: Item, instance: Instance): string {
    return item.default ? toText(evaluate(item.default, this.context(instance))) : "";
  }

  /** The choices offered here, after the choice filter. */
  choices(item: Item, instance: Instance): Choice[] {
    const { choice_filter: filter, or_other: other } = item;
    const listed = entry(this.compiled.lists, item.list ?? "") ?? [];
    const offered = listed.filter((choice) => !filter || isTrue(filter, this.row(choice, instance)));
    return other ? [...offered, other] : offered;
  }

  private row(choice: Choice, instance: Instance): Context {
    return this.context(instance, "", { ...choice.row, label: this.words(choice.label) ?? "" });
  }

  choiceLabel(listName: string, name: string): string {
    const choice = (entry(this.compiled.lists, listName) ?? []).find((one) => one.name === name);
    return choice ? (this.words(choice.label) ?? "") : name;
  }

  /** The viewer's language, else the form's default, else whichever there is. */
  words<T extends string | Parts>(byLanguage: Readonly<Record<string, T>>): T | undefined {
    const found = entry(byLanguage, this.language) ?? entry(byLanguage, this.compiled.default_language);
    return found ?? Object.values(byLanguage)[0];
  }

  label(byLanguage: PartsByLanguage | undefined, instance: Instance): string {
    const parts = this.words(byLanguage ?? {}) ?? [];
    return parts.map((part) => (typeof part === "string" ? part : this.shown(part, instance))).join("");
  }

  private shown(part: Tree, instance: Instance): string {
    const text = textOf(part, this.context(instance));
    const listName = this.items.get(part[1] as string)?.list;
    return listName ? this.choiceLabel(listName, text) : text;
  }

  holdsTrue(tree: Tree, instance: Instance, own = ""): boolean {
    return isTrue(tree, this.context(instance, own));
  }
}
