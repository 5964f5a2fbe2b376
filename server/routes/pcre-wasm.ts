/** The code of PCRE2, read from its file. A bundle for browsers has `pcre-wasm.browser.ts` in its place. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const pcreWasm = (): Uint8Array => readFileSync(file());

/** In the bundles it is in the same folder (`esbuild.mjs` copies it); only they have `__dirname`. */
const file = () =>
  typeof __dirname === 'string'
    ? join(__dirname, 'libpcre2.wasm')
    : createRequire(import.meta.url).resolve('@stephen-riley/pcre2-wasm/dist/libpcre2.wasm');
