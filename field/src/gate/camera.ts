/** The camera at the back, frame by frame through the decoder, until something was read or it is closed. */

export interface Camera {
  close(): void;
}

const WIDTH = 960;

/** Raises what getUserMedia raises. */
export async function openCamera(video: HTMLVideoElement, read: (text: string) => void): Promise<Camera> {
  const wanted = { facingMode: "environment", width: { ideal: 1280 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
  const worker = new Worker(new URL("./decoder.ts", import.meta.url), { type: "module" });
  let isOpen = true;
  const close = () => {
    isOpen = false;
    worker.terminate();
    for (const track of stream.getTracks()) track.stop();
  };
  const next = () => {
    if (isOpen) requestAnimationFrame(() => (video.videoWidth ? worker.postMessage(frame(video)) : next()));
  };
  worker.onmessage = ({ data }: MessageEvent<string>) => {
    if (isOpen && data) {
      close();
      read(data);
    } else next();
  };
  video.srcObject = stream;
  await video.play();
  next();
  return { close };
}

const canvas = typeof document === "undefined" ? null : document.createElement("canvas");

function frame(video: HTMLVideoElement): ImageData {
  const scale = Math.min(1, WIDTH / video.videoWidth);
  canvas!.width = video.videoWidth * scale;
  canvas!.height = video.videoHeight * scale;
  const context = canvas!.getContext("2d", { willReadFrequently: true })!;
  context.drawImage(video, 0, 0, canvas!.width, canvas!.height);
  return context.getImageData(0, 0, canvas!.width, canvas!.height);
}
