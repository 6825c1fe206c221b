/** A compiled questionnaire as the server hands it out: plain JSON, read only. Keys are those of the JSON. */

export type Tree = readonly [string, ...unknown[]];
export type Words = Readonly<Record<string, string>>;
export type Parts = readonly (string | Tree)[];
export type PartsByLanguage = Readonly<Record<string, Parts>>;
export type Holds =
  "none" | "text" | "choice" | "choices" | "integer" | "number" | "date" | "time" | "datetime" | "point";

export interface Choice {
  name: string;
  label: Words;
  row: Readonly<Record<string, string>>;
}

export interface Item {
  kind: "question" | "group" | "repeat";
  type: string;
  name: string;
  key: string;
  repeats: readonly string[];
  parent?: string;
  label?: PartsByLanguage;
  hint?: PartsByLanguage;
  guidance_hint?: PartsByLanguage;
  constraint_message?: PartsByLanguage;
  required_message?: PartsByLanguage;
  relevant?: Tree;
  constraint?: Tree;
  required?: Tree;
  read_only?: Tree;
  calculation?: Tree;
  choice_filter?: Tree;
  repeat_count?: Tree;
  default?: Tree;
  holds?: Holds;
  list?: string;
  or_other?: Choice;
  may_decline?: boolean;
  element?: string;
  range?: readonly [number, number, number];
  rows?: number;
  appearance?: readonly string[];
  children?: readonly Item[];
}

export interface Compiled {
  items: readonly Item[];
  lists: Readonly<Record<string, readonly Choice[]>>;
  order: readonly string[];
  default_language: string;
}

/** An answer as it is kept; nothing is null. */
export type Answer = string | number | boolean | readonly string[] | null;

/** Answers by question as they were given, not yet judged: anything that JSON can hold. */
export type Given = Readonly<Record<string, unknown>>;

export function* walkItems(items: readonly Item[]): Generator<Item> {
  for (const item of items) {
    yield item;
    yield* walkItems(item.children ?? []);
  }
}

/** The items of one instance: into groups, not into repeats. */
export function* ownItems(items: readonly Item[]): Generator<Item> {
  for (const item of items) {
    yield item;
    if (item.kind === "group") yield* ownItems(item.children ?? []);
  }
}

/** What a record itself holds under a key: never what every object inherits. */
export function entry<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(record, key) ? record[key] : undefined;
}
