/** A photo drawn anew on this phone: smaller, and without where, when and by which phone it was taken. The server draws it once more. */

import { sides } from "./tasks";

const SIDE = 1280;
const QUALITY = 0.75;

/** The canvas shows the photo; the answer is its JPEG in base 64. Raises what reading a picture raises. */
export async function redrawn(file: Blob, canvas: HTMLCanvasElement): Promise<string> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  [canvas.width, canvas.height] = sides(picture.width, picture.height, SIDE);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!drawn) throw new Error("no picture");
  return base64(new Uint8Array(await drawn.arrayBuffer()));
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 0x8000) text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(text);
}
