/** Checks answers against a compiled questionnaire: the same rules as the server's page and import. Keeps nothing. */

import { entry, ownItems, walkItems } from "./definition";
import type { Answer, Compiled, Given, Item } from "./definition";
import { isGiven } from "./instances";
import type { Instance } from "./instances";
import { say } from "./messages";
import type { Named } from "./messages";
import { DECLINED, NotThisType, parseAnswer } from "./parsing";
import { MAX_INSTANCES, State } from "./state";
import type { Circumstances } from "./state";
import { answerText, isEmpty } from "./values";

export interface Part {
  [key: string]: Answer | Part[];
}

export interface Refusal {
  code: string;
  message: string;
}

/**
 * `answers` by question, for showing again; `values` and `repeats` by data element, for the ledger.
 *
 * An irrelevant answer is in none of them. What was declined or already known is named and is not a value.
 * With `errors` (by field; fields of repeats are named `members-0-age`) everything else is empty.
 */
export interface Checked {
  answers: Part;
  values: Record<string, Answer>;
  repeats: Record<string, Part[]>;
  declined: string[];
  known: string[];
  errors: Record<string, Refusal>;
}

export function check(compiled: Compiled, answers: Given, circumstances: Circumstances): Checked {
  const run = new Check(compiled, answers, circumstances);
  run.judge(compiled.items, run.state.root, "");
  return run.checked();
}

class Check {
  readonly state: State;
  private readonly errors = new Map<string, Refusal>();
  private readonly unreadable = new Map<string, NotThisType>();
  private readonly declined = new Set<string>();
  private readonly known = new Set<string>();
  private readonly language: string;

  constructor(
    private readonly compiled: Compiled,
    private readonly given: Given,
    circumstances: Circumstances,
  ) {
    this.language = circumstances.language ?? "zh";
    this.state = new State(compiled, this.parse(compiled.items, given, ""), circumstances);
  }

  private refuse(name: string, code: string, message: string, named: Named = {}): void {
    this.refuseSaying(name, code, say(message, named, this.language));
  }

  private refuseSaying(name: string, code: string, message: string): void {
    if (!this.errors.has(name)) this.errors.set(name, { code: `questionnaires.${code}`, message });
  }

  /** Answers in the form in which they are kept; an unreadable one is judged later, if it is relevant. */
  private parse(items: readonly Item[], answers: Given, prefix: string): Given {
    const parsed = new Map<string, unknown>();
    const own = new Map([...ownItems(items)].map((item) => [item.key, item]));
    for (const [key, given] of Object.entries(answers)) {
      const item = own.get(key);
      if (!item || item.kind === "group") {
        const name = `${prefix}${Array.from(key).slice(0, 80).join("")}`;
        this.refuse(name, "unknown", "This question is not on the form.");
      } else {
        const name = `${prefix}${key}`;
        parsed.set(key, item.kind === "repeat" ? this.parseRepeat(item, given, name) : this.parseOne(item, given, name));
      }
    }
    return Object.fromEntries(parsed);
  }

  private parseRepeat(item: Item, given: unknown, name: string): Given[] {
    if (isEmpty(given)) return [];
    if (!Array.isArray(given) || !given.every(isGiven)) {
      this.refuse(name, "type", "The answer has a form that cannot be read. Answer the question again.");
      return [];
    }
    if (given.length > MAX_INSTANCES) {
      this.refuse(name, "size", "No more than %(most)s can be entered at once.", { most: MAX_INSTANCES });
      return [];
    }
    return given.map((part, place) => this.parse(item.children ?? [], part, `${name}-${place}-`));
  }

  private parseOne(item: Item, given: unknown, name: string): Answer {
    if (item.may_decline && isDeclined(given)) return DECLINED;
    try {
      return !item.holds || item.holds === "none" ? null : parseAnswer(item.holds, given);
    } catch (error) {
      if (!(error instanceof NotThisType)) throw error;
      this.unreadable.set(name, error);
      return null;
    }
  }

  judge(items: readonly Item[], instance: Instance, prefix: string): void {
    for (const item of items) {
      if (instance.hidden.has(item.key)) continue;
      const name = `${prefix}${item.key}`;
      if (item.kind === "group") this.judge(item.children ?? [], instance, prefix);
      else if (item.kind === "question") this.judgeOne(item, instance, name);
      else {
        for (const part of instance.repeats.get(item.key) ?? []) {
          this.judge(item.children ?? [], part, `${name}-${part.number}-`);
        }
      }
    }
  }

  private judgeOne(item: Item, instance: Instance, name: string): void {
    const answer = instance.answers.get(item.key) ?? null;
    const unreadable = this.unreadable.get(name);
    if (unreadable) this.refuse(name, "type", unreadable.message, unreadable.named);
    else if (item.may_decline && answer === DECLINED) this.declined.add(item.element ?? "");
    else if (isEmpty(answer)) this.judgeMissing(item, instance, name);
    else if (!this.isOffered(item, instance, answer)) {
      this.refuse(name, "choice", "This choice is not offered. Choose from the list.");
    } else this.judgeConstraint(item, instance, name, answer);
  }

  private judgeMissing(item: Item, instance: Instance, name: string): void {
    if (item.repeats.length === 0 && this.state.known(item)) this.known.add(item.element ?? "");
    else if (item.required && this.state.holdsTrue(item.required, instance)) {
      const words = this.state.label(item.required_message, instance);
      this.refuseSaying(name, "required", words || say("This question must be answered.", {}, this.language));
    }
  }

  private isOffered(item: Item, instance: Instance, answer: Answer): boolean {
    if (item.type === "acknowledge") return answer === "OK";
    if (item.list === undefined) return true;
    const offered = new Set(this.state.choices(item, instance).map((choice) => choice.name));
    return [answer].flat().every((name) => offered.has(String(name)));
  }

  private judgeConstraint(item: Item, instance: Instance, name: string, answer: Answer): void {
    const [start, end] = item.range ?? [-Infinity, Infinity];
    if (item.range && !(start <= Number(answer) && Number(answer) <= end)) {
      this.refuse(name, "constraint", "Choose a number from %(start)g to %(end)g.", { start, end });
    }
    if (!item.constraint || this.state.holdsTrue(item.constraint, instance, answerText(answer))) return;
    const words = this.state.label(item.constraint_message, instance);
    const usual = say("The answer is outside what is allowed here. Check it.", {}, this.language);
    this.refuseSaying(name, "constraint", words || usual);
  }

  checked(): Checked {
    const errors = Object.fromEntries(this.errors);
    if (this.errors.size > 0) return { answers: {}, values: {}, repeats: {}, declined: [], known: [], errors };
    this.nameKnown();
    const { root } = this.state;
    const values = this.values(root).filter(([element]) => !this.known.has(element));
    return {
      answers: answersOf(root),
      values: Object.fromEntries(values),
      repeats: this.parts(root),
      declined: [...this.declined].sort(),
      known: [...this.known].sort(),
      errors,
    };
  }

  private nameKnown(): void {
    for (const item of walkItems(this.compiled.items)) {
      const isAsked = item.repeats.length === 0 && this.state.known(item) !== undefined;
      if (isAsked && isEmpty(entry(this.given, item.key))) this.known.add(item.element ?? "");
    }
  }

  private values(instance: Instance): [string, Answer][] {
    const found: [string, Answer][] = [];
    for (const [key, answer] of instance.answers) {
      const item = this.state.items.get(key);
      const isHeld = !isEmpty(answer) && !(item?.may_decline && answer === DECLINED);
      if (item?.element !== undefined && isHeld) found.push([item.element, answer]);
    }
    return found;
  }

  private parts(instance: Instance): Record<string, Part[]> {
    const found = [...instance.repeats].map(([key, parts]) => [key, parts.map((part) => this.part(part))] as const);
    return Object.fromEntries(found);
  }

  private part(instance: Instance): Part {
    return { ...Object.fromEntries(this.values(instance)), ...this.parts(instance) };
  }
}

function isDeclined(given: unknown): boolean {
  return given === DECLINED || (Array.isArray(given) && given.length === 1 && given[0] === DECLINED);
}

function answersOf(instance: Instance): Part {
  const answers = [...instance.answers].filter(([, answer]) => !isEmpty(answer));
  const repeats = [...instance.repeats].filter(([, parts]) => parts.length > 0);
  return {
    ...Object.fromEntries(answers),
    ...Object.fromEntries(repeats.map(([key, parts]) => [key, parts.map(answersOf)])),
  };
}
