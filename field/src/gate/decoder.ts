/** Reads squares off frames, beside the page: a frame in, its text out ("" when there is none). */

import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import address from "zxing-wasm/reader/zxing_reader.wasm?url";
import { HOW } from "./reading";

prepareZXingModule({ overrides: { locateFile: () => address } });

self.onmessage = async ({ data }: MessageEvent<ImageData>) => {
  const found = await readBarcodes(data, HOW);
  self.postMessage(found.find(({ isValid }) => isValid)?.text ?? "");
};
