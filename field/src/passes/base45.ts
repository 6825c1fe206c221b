/** Base 45 (RFC 9285), as the server reads it. Pure. */

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** Null for a character outside the forty-five, a length or a value that no bytes have. */
export function decode45(text: string): Uint8Array<ArrayBuffer> | null {
  const out: number[] = [];
  for (let start = 0; start < text.length; start += 3) {
    const bytes = group(text.slice(start, start + 3));
    if (bytes === null) return null;
    out.push(...bytes);
  }
  return new Uint8Array(out);
}

function group(digits: string): number[] | null {
  if (digits.length === 1) return null;
  let value = 0;
  for (const digit of [...digits].reverse()) {
    const one = VALUES.get(digit);
    if (one === undefined) return null;
    value = value * 45 + one;
  }
  if (value >= 256 ** (digits.length - 1)) return null;
  return digits.length === 3 ? [value >> 8, value & 255] : [value];
}
