/** Tasks of directives at this post that are still to be done: what came down, less what was written down here since. */

import type { Entry } from "../store/outbox";

export interface Task {
  id: string;
  title: string;
  words: string;
  place: string;
  due_at: string;
  proof: "" | "photo" | "document" | "signature";
}
export interface TasksPart {
  tasks: Task[];
}

export function toDo({ tasks }: TasksPart, entries: readonly Entry[]): Task[] {
  const done = new Set(entries.filter(({ kind, state }) => kind === "directive.done" && state !== "refused").map(({ payload }) => payload["matter"]));
  return tasks.filter(({ id }) => !done.has(id));
}

/** Sides of a picture that is to be at most `most` wide and high, never larger than it was. */
export function sides(width: number, height: number, most: number): [number, number] {
  const scale = Math.min(1, most / Math.max(width, height));
  return [Math.max(Math.round(width * scale), 1), Math.max(Math.round(height * scale), 1)];
}
