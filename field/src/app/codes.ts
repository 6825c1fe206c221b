/** The coordinator's code: in the square it stands behind the address of this app; under it, in groups to be typed. */

const MARK = "#enrol=";

/** Null for the square of another platform, or of something else. */
export function codeOf(text: string): string | null {
  const at = text.indexOf(MARK);
  if (at >= 0 && /^https?:/.test(text) && new URL(text).origin !== location.origin) return null;
  const code = (at < 0 ? text : text.slice(at + MARK.length)).replace(/[\s-]/g, "");
  return /^[0-9A-Za-z]{12}$/.test(code) ? code : null;
}
