/** Whether an Ed25519 signature holds: by the browser where it can, by @noble/curves where it cannot. */

type Verify = (signature: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>, key: Uint8Array<ArrayBuffer>) => Promise<boolean>;

const imported = new Map<string, Promise<CryptoKey>>();
let verify: Promise<Verify> | undefined;

async function byBrowser(
  signature: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
  key: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const name = key.join();
  if (!imported.has(name)) imported.set(name, crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]));
  return crypto.subtle.verify("Ed25519", await imported.get(name)!, signature, message);
}

async function chosen(): Promise<Verify> {
  try {
    await crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]);
    return byBrowser;
  } catch {
    const { ed25519 } = await import("@noble/curves/ed25519.js");
    return (signature, message, key) => Promise.resolve(ed25519.verify(signature, message, key, { zip215: false }));
  }
}

/** False for a signature or a key of any wrong form; it never throws. */
export async function isSigned(
  message: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  key: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  verify ??= chosen();
  try {
    return await (await verify)(signature, message, key);
  } catch {
    return false;
  }
}
