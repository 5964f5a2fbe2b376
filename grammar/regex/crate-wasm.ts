/** The code of Rust's crate `regex`, read from its file. A bundle for browsers has `crate-wasm.browser.ts` in its place. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const crateWasm = (): Uint8Array => readFileSync(file());

/** In the bundles it is in the same folder (`esbuild.mjs` copies it); only they have `__dirname`. */
const file = () =>
  typeof __dirname === 'string'
    ? join(__dirname, 'rregex.wasm')
    : join(createRequire(import.meta.url).resolve('rregex'), '..', 'rregex.wasm');
