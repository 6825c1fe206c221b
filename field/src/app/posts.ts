/** The screens of a post: each is there when the duty may hand up its kind. */

export const POSTS = [
  { code: "gate", kind: "gate.checked", label: "Gate" },
  { code: "desk", kind: "arrivals.registered", label: "Register" },
  { code: "consult", kind: "consults.consulted", label: "Symptoms" },
  { code: "crossing", kind: "crossing.car", label: "Crossing" },
  { code: "screening", kind: "screening.contacted", label: "Screening" },
  { code: "isolation", kind: "isolation.reported", label: "Homes" },
  { code: "waste", kind: "waste.fetched", label: "Waste" },
  { code: "directives", kind: "directive.done", label: "Tasks" },
  { code: "log", kind: "incident.reported", label: "Hand-over" },
] as const;

export function postOf(kind: string): string {
  return POSTS.find((post) => post.kind.split(".")[0] === kind.split(".")[0])?.code ?? "mine";
}

export function kindOf(code: string): string {
  return POSTS.find((post) => post.code === code)?.kind ?? "";
}
