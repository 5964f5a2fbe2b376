/** The code of PCRE2, inside the bundle: a worker in a browser has no files. */

import wasm from 'libpcre2.wasm';

export const pcreWasm = (): Uint8Array => wasm;
