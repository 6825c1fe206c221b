/** 36.5, or 365 as it is said aloud; null for nothing. */
export function degreesOf(typed: string): number | null {
  const value = Number(typed);
  return typed === "" ? null : value > 100 ? value / 10 : value;
}
