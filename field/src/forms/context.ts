/** Where an expression stands: all that it may read, passed in. */

/** What an expression may see of the answers, from where it stands. */
export interface Answers {
  value(key: string): string;
  values(key: string, repeats: readonly string[]): string[];
  instances(repeat: string, repeats: readonly string[]): string[];
  position(): number;
  choiceLabel(listName: string, name: string): string;
}

export interface Context {
  answers: Answers;
  today: string;
  now: string;
  language: string;
  own: string;
  row: Readonly<Record<string, string>>;
}
