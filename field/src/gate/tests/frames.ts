/** Frames as a cheap camera sees a pass: a square on paper, seen askew, and then spoiled in one of the ways of a gate. */

import qrcode from "qrcode-generator";

export const WIDTH = 640;
export const HEIGHT = 480;
export type Spoil = "blur" | "glare" | "tilt" | "crease" | "low light" | "noise";
export const SPOILS: readonly Spoil[] = ["blur", "glare", "tilt", "crease", "low light", "noise"];

/** Numbers from 0 to 1, the same each time (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Light of every point, 0 to 255. `strength` from 0 to 1: how badly it was spoiled. */
export function frame(text: string, spoil: Spoil, strength: number, draw: () => number): Float32Array {
  const light = square(text, spoil, strength, draw);
  if (spoil === "blur") return blurred(light, 1 + Math.round(strength * 1.4));
  const spoiled = blurred(light, 1);
  if (spoil === "glare") glare(spoiled, strength, draw);
  if (spoil === "low light") for (let at = 0; at < spoiled.length; at += 1) spoiled[at] = 12 + spoiled[at]! * (0.3 - 0.2 * strength);
  const grain = spoil === "noise" ? 20 + 50 * strength : spoil === "low light" ? 4 : 6;
  for (let at = 0; at < spoiled.length; at += 1) spoiled[at] = spoiled[at]! + (draw() + draw() + draw() - 1.5) * grain;
  return spoiled;
}

/** The square of 41 modules, turned, seen in perspective; a crease shifts what lies beyond it and leaves a dark line. */
function square(text: string, spoil: Spoil, strength: number, draw: () => number): Float32Array {
  const code = qrcode(6, "M");
  code.addData(text, "Alphanumeric");
  code.make();
  const [count, light] = [code.getModuleCount(), new Float32Array(WIDTH * HEIGHT)];
  const isTilted = spoil === "tilt"; // then smaller, so that the near edge stays within the frame
  const size = isTilted ? 200 + draw() * 40 : 250 + draw() * 110;
  const turn = (draw() - 0.5) * (isTilted ? 0.7 : 0.4);
  const lean = isTilted ? (0.2 + 0.45 * strength) * (draw() < 0.5 ? -1 : 1) : (draw() - 0.5) * 0.1;
  const fold = 0.25 + draw() * 0.5;
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [h, v] = [(x - WIDTH / 2) / size, (y - HEIGHT / 2) / size];
      const depth = 1 - lean * h;
      const [a, b] = [h / depth, v / depth];
      let column = a * Math.cos(turn) + b * Math.sin(turn) + 0.5;
      const row = b * Math.cos(turn) - a * Math.sin(turn) + 0.5;
      const isCreased = spoil === "crease";
      if (isCreased && row > fold) column += 0.012 * strength;
      const isDark = column >= 0 && column < 1 && row >= 0 && row < 1 && code.isDark(Math.floor(row * count), Math.floor(column * count));
      const shade = isCreased && Math.abs(row - fold) < 0.004 + 0.008 * strength ? 90 : 235;
      light[y * WIDTH + x] = isDark ? 30 : shade;
    }
  }
  return light;
}

function glare(light: Float32Array, strength: number, draw: () => number): void {
  const [left, top, reach] = [WIDTH * (0.3 + draw() * 0.4), HEIGHT * (0.25 + draw() * 0.5), 40 + 60 * strength];
  for (let at = 0; at < light.length; at += 1) {
    const far = Math.hypot((at % WIDTH) - left, Math.floor(at / WIDTH) - top) / reach;
    light[at] = Math.min(255, light[at]! + 190 * Math.exp(-far * far));
  }
}

/** Two box blurs are nearly the blur of a lens out of focus. */
function blurred(light: Float32Array, reach: number): Float32Array {
  let found = light;
  for (let turn = 0; turn < 2; turn += 1) {
    found = boxed(found, reach, 1, WIDTH, HEIGHT);
    found = boxed(found, reach, WIDTH, HEIGHT, WIDTH);
  }
  return found;
}

function boxed(light: Float32Array, reach: number, step: number, length: number, lines: number): Float32Array {
  const out = new Float32Array(light.length);
  const across = step === 1 ? WIDTH : 1;
  for (let line = 0; line < lines; line += 1) {
    for (let at = 0; at < length; at += 1) {
      let [sum, number] = [0, 0];
      for (let near = Math.max(0, at - reach); near <= Math.min(length - 1, at + reach); near += 1) {
        sum += light[line * across + near * step]!;
        number += 1;
      }
      out[line * across + at * step] = sum / number;
    }
  }
  return out;
}

export function asImage(light: Float32Array): ImageData {
  const data = new Uint8ClampedArray(light.length * 4);
  light.forEach((value, at) => data.set([value, value, value, 255], at * 4));
  return { data, width: WIDTH, height: HEIGHT, colorSpace: "srgb" } as ImageData;
}
