/** The office's time on a phone whose own clock may be wrong: the difference is taken at each answer of the server. */

export function officeNow(offset: number): number {
  return Date.now() / 1000 + offset;
}

/** A UUIDv7 (RFC 9562, 5.7) of that moment, in seconds. */
export function newId(at: number): string {
  const noise = crypto.getRandomValues(new Uint8Array(10));
  noise[0] = (noise[0]! & 0x0f) | 0x70;
  noise[2] = (noise[2]! & 0x3f) | 0x80;
  const time = Math.floor(at * 1000).toString(16).padStart(12, "0");
  const text = time + Array.from(noise, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
