/** Fillings of a form and of its repeats, and what an expression sees from one of them. */

import type { Answer, Given, Item } from "./definition";
import type { Answers } from "./context";
import { answerText } from "./values";

/** One filling of the form, or of a repeat in it. */
export class Instance {
  readonly answers = new Map<string, Answer>();
  readonly repeats = new Map<string, Instance[]>();
  readonly hidden = new Set<string>();

  constructor(
    readonly parent: Instance | null,
    readonly repeat: string,
    readonly number: number,
  ) {}

  get path(): Instance[] {
    return [...(this.parent?.path ?? []), this];
  }

  hide(item: Item): void {
    this.hidden.add(item.key);
    if (item.kind === "repeat") this.repeats.set(item.key, []);
    else this.answers.delete(item.key);
  }

  /** Instances of the innermost of `repeats`, each inside the one before. */
  within(repeats: readonly string[]): Instance[] {
    return repeats.reduce<Instance[]>(
      (found, repeat) => found.flatMap((outer) => outer.repeats.get(repeat) ?? []),
      [this],
    );
  }
}

interface Labels {
  choiceLabel(listName: string, name: string): string;
}

export class View implements Answers {
  constructor(
    private readonly labels: Labels,
    private readonly instance: Instance,
  ) {}

  value(key: string): string {
    return answerText(this.instance.path[0]?.answers.get(key));
  }

  values(key: string, repeats: readonly string[]): string[] {
    return this.nearest(repeats).map((instance) => answerText(instance.answers.get(key)));
  }

  instances(repeat: string, repeats: readonly string[]): string[] {
    return this.nearest(repeats)
      .flatMap((outer) => outer.repeats.get(repeat) ?? [])
      .map((_, place) => String(place + 1));
  }

  position(): number {
    return this.instance.number + 1;
  }

  choiceLabel(listName: string, name: string): string {
    return this.labels.choiceLabel(listName, name);
  }

  /** Instances of the innermost of `repeats`, as near as where the expression stands allows. */
  private nearest(repeats: readonly string[]): Instance[] {
    const { path } = this.instance;
    let shared = 0;
    while (shared < repeats.length && path[shared + 1]?.repeat === repeats[shared]) shared += 1;
    return path[shared]?.within(repeats.slice(shared)) ?? [];
  }
}

/** Whether something is a set of answers, as each part of a repeat must be. */
export function isGiven(part: unknown): part is Given {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
