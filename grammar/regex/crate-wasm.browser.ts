/** The code of Rust's crate `regex`, inside the bundle: a worker in a browser has no files. */

import wasm from 'rregex.wasm';

export const crateWasm = (): Uint8Array => wasm;
