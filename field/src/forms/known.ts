/** What is already known of one person. `value` is null outside the viewer's scope: then only where and when it is known. */

import type { Answer } from "./definition";

export interface Known {
  element: string;
  value: Answer;
  place_name: string;
  on: string;
}

export type KnownFacts = Readonly<Record<string, Known>>;
