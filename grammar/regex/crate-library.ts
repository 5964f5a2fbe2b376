/**
 * Rust's crate `regex` in WebAssembly, loaded and called without waiting. The package's own JavaScript is not used: it
 * makes one instance for the life of the process, and an instance never gives memory back. Here an instance is a value
 * that is dropped when it has grown too large.
 */

import { crateWasm } from './crate-wasm.js';
import { lazily } from './lazily.js';

/** A compiled regex; it belongs to the instance that made it. */
export type CompiledRegex = number & { readonly brand: unique symbol };

/** What one part of a regex matched. Offsets are in bytes of UTF-8. */
export interface CrateMatch {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** One instance. Any exception means that it gave up (out of memory, stack, a panic), and that it must not be used again. */
export interface CrateLibrary {
  /** How much memory the instance has. It only grows. */
  readonly memoryBytes: number;
  /** @returns the compiled regex, or what the crate says against the pattern */
  compile(pattern: string): { readonly compiled: CompiledRegex } | { readonly refusal: string };
  free(regex: CompiledRegex): void;
  isMatch(regex: CompiledRegex, text: string): boolean;
  /** @returns the whole of the leftmost match, or `null` */
  find(regex: CompiledRegex, text: string): CrateMatch | null;
  /** The text with the leftmost match replaced; in the replacement `${1}` is what a group matched, or nothing. */
  replace(regex: CompiledRegex, text: string, replacement: string): string;
  /** @returns for each group its name, `null` if it has none; the whole match is the first */
  captureNames(regex: CompiledRegex): readonly (string | null)[];
}

/** What the build exports (`lib/rregex.wasm.d.ts` of the package). Pointers are offsets into the memory. */
interface Exports {
  readonly memory: WasmMemory;
  readonly __wbindgen_export_2: WasmTable;
  __wbindgen_start(): void;
  __wbindgen_malloc(size: number, alignment: number): number;
  __externref_table_dealloc(index: number): void;
  __externref_drop_slice(pointer: number, length: number): void;
  __wbg_rregex_free(regex: number, unused: number): void;
  rregex_new(pointer: number, length: number): readonly [regex: number, error: number, isError: number];
  rregex_isMatch(regex: number, pointer: number, length: number): number;
  rregex_find(regex: number, pointer: number, length: number): readonly [number, number, number];
  rregex_replace(
    regex: number,
    text: number,
    textLength: number,
    replacement: number,
    replacementLength: number,
  ): readonly [pointer: number, length: number];
  __wbindgen_free(pointer: number, size: number, alignment: number): void;
  rregex_captureNames(regex: number): readonly [pointer: number, length: number];
}

/** A new instance. It takes about a millisecond and 1.5 MB. */
export function loadCrate(): CrateLibrary {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  const encoder = new TextEncoder();
  const textAt = (pointer: number, length: number) =>
    decoder.decode(new Uint8Array(wasm.memory.buffer, pointer >>> 0, length));
  /** The callee frees the copy. */
  const copy = (text: string): readonly [pointer: number, length: number] => {
    const bytes = encoder.encode(text);
    const pointer = wasm.__wbindgen_malloc(bytes.length, 1) >>> 0;
    new Uint8Array(wasm.memory.buffer, pointer, bytes.length).set(bytes);
    return [pointer, bytes.length];
  };
  const takeObject = (index: number): unknown => {
    const object = wasm.__wbindgen_export_2.get(index);
    wasm.__externref_table_dealloc(index);
    return object;
  };
  // In the names is a hash of what each does: they change with the version of the package, which is pinned.
  const setProperty = (target: Record<string, unknown>, key: string, value: unknown) => {
    target[key] = value;
    return true;
  };
  const imports = {
    __wbg_set_3f1d0b984ed272ed: setProperty,
    __wbg_set_37837023f3d740e8: setProperty,
    __wbg_set_bb8cecf6a62b9f46: setProperty,
    __wbg_new_405e22f390576ce2: () => ({}),
    __wbg_new_78feb108b6472713: () => [],
    __wbg_new_a12002a7f91c75be: (bytes: ArrayBuffer) => new Uint8Array(bytes),
    __wbg_push_737cfc8c1432c2c6: (list: unknown[], item: unknown) => list.push(item),
    __wbg_get_b9b93047fe3cf45b: (list: readonly unknown[], index: number) => list[index],
    __wbg_length_e2d2a49132c1b256: (list: readonly unknown[]) => list.length,
    __wbg_from_2a5d3e218e67aa85: (items: Iterable<unknown>) => Array.from(items),
    __wbg_fromCodePoint_f37c25c172f2e8b5: (codePoint: number) => String.fromCodePoint(codePoint),
    __wbg_buffer_609cc3eee51ed158: (memory: WasmMemory) => memory.buffer,
    __wbg_newwithbyteoffsetandlength_d97e637ebe145a9a: (bytes: ArrayBuffer, start: number, length: number) =>
      new Uint8Array(bytes, start >>> 0, length),
    __wbindgen_string_new: textAt,
    __wbindgen_number_new: (value: number) => value,
    __wbindgen_bigint_from_u64: (value: bigint) => BigInt.asUintN(64, value),
    __wbindgen_error_new: (pointer: number, length: number) => new Refusal(textAt(pointer, length)),
    __wbindgen_memory: () => wasm.memory,
    // Only sets of regexes ask for it.
    __wbindgen_string_get: () => {
      throw new Error('unused');
    },
    __wbindgen_throw: (pointer: number, length: number) => {
      throw new Error(textAt(pointer, length));
    },
    __wbindgen_init_externref_table: () => {
      const table = wasm.__wbindgen_export_2;
      const offset = table.grow(4);
      table.set(0, undefined);
      for (const [i, value] of [undefined, null, true, false].entries()) table.set(offset + i, value);
    },
  };
  const wasm: Exports = new WebAssembly.Instance(compiledModule(), { wbg: imports }).exports;
  wasm.__wbindgen_start();

  return {
    get memoryBytes() {
      return wasm.memory.buffer.byteLength;
    },
    compile(pattern) {
      const [pointer, error, isError] = wasm.rregex_new(...copy(pattern));
      if (isError === 0) return { compiled: (pointer >>> 0) as CompiledRegex };
      const thrown = takeObject(error);
      if (thrown instanceof Refusal) return { refusal: thrown.message };
      throw thrown;
    },
    free: (regex) => wasm.__wbg_rregex_free(regex, 0),
    isMatch: (regex, text) => wasm.rregex_isMatch(regex, ...copy(text)) !== 0,
    find(regex, text) {
      const [found, error, isError] = wasm.rregex_find(regex, ...copy(text));
      if (isError !== 0) throw takeObject(error);
      return (takeObject(found) as CrateMatch | undefined) ?? null;
    },
    replace(regex, text, replacement) {
      const [pointer, length] = wasm.rregex_replace(regex, ...copy(text), ...copy(replacement));
      const replaced = textAt(pointer, length);
      wasm.__wbindgen_free(pointer, length, 1);
      return replaced;
    },
    captureNames(regex) {
      const [pointer, length] = wasm.rregex_captureNames(regex);
      const indices = new Uint32Array(wasm.memory.buffer, pointer >>> 0, length);
      const names = Array.from(indices, (index) => wasm.__wbindgen_export_2.get(index) as string | null);
      wasm.__externref_drop_slice(pointer, length);
      return names;
    },
  };
}

/** What the crate says against a pattern, as an object that the build hands over. */
class Refusal {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** The code, the same for every instance. */
const compiledModule = lazily(() => new WebAssembly.Module(crateWasm()));

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface WasmTable {
  get(index: number): unknown;
  set(index: number, value: unknown): void;
  grow(count: number): number;
}

/** Node has it, its types leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
};
