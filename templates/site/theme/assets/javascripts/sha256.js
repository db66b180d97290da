"use strict";

/* SHA-256 (FIPS 180-4) of bytes in hexadecimal: the browser's own, or this one where a page may not use it, as on plain http. */
const sha256 = (() => {
  const ROUNDS = 64;
  const primes = [];
  for (let number = 2; primes.length < ROUNDS; number++) if (primes.every((prime) => number % prime)) primes.push(number);
  const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) >>> 0;
  const K = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
  const turned = (word, by) => (word >>> by) | (word << (32 - by));
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  function bare(bytes) {
    const state = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
    const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
    padded.set(bytes);
    padded[bytes.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
    view.setUint32(padded.length - 4, bytes.length << 3);
    const w = new Uint32Array(ROUNDS);
    for (let block = 0; block < padded.length; block += 64) {
      for (let at = 0; at < ROUNDS; at++) {
        if (at < 16) {
          w[at] = view.getUint32(block + 4 * at);
          continue;
        }
        const [early, late] = [w[at - 15], w[at - 2]];
        const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
        const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
        w[at] = w[at - 16] + first + w[at - 7] + second;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let at = 0; at < ROUNDS; at++) {
        const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[at] + w[at]) | 0;
        const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at] += word));
    }
    const digest = new DataView(new ArrayBuffer(32));
    state.forEach((word, at) => digest.setUint32(4 * at, word));
    return hex(new Uint8Array(digest.buffer));
  }

  const of = async (bytes) => (globalThis.crypto?.subtle ? hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))) : bare(bytes));
  return { of, bare };
})();
