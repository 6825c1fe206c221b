/** How a frame is searched: only for squares, harder than usual, the first one found. */

import type { ReaderOptions } from "zxing-wasm/reader";

export const HOW: ReaderOptions = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 };
