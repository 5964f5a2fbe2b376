/**
 * PCRE2 in WebAssembly, loaded and called without waiting. The package's own JavaScript is not used: it loads
 * with a promise, and replaces the process's handlers of uncaught errors.
 */

import { lazily } from '../../grammar/index.js';
import { pcreWasm } from './pcre-wasm.js';

/** What the build exports (`dist/lib/libpcre2.c` of the package). Pointers are offsets into the memory. */
export interface PcreLibrary {
  /** The memory, in units of UTF-16. */
  readonly units: Uint16Array;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _compile(pattern: number, length: number, flags: number): number;
  _destroyCode(code: number): void;
  _lastErrorMessage(buffer: number, size: number): number;
  _lastErrorOffset(): number;
  _createMatchData(code: number): number;
  _destroyMatchData(data: number): void;
  /** @returns how many groups took part and one more, or a negative number: -1 where nothing matches */
  _match(code: number, subject: number, length: number, offset: number, data: number): number;
  /** Pairs of offsets, 32 bits each: the whole match, then each group. */
  _getOvectorPointer(data: number): number;
  _getCaptureCount(code: number): number;
  _getMatchNameCount(code: number): number;
  /** The size of an entry of the table of names, in units. */
  _getMatchNameTableEntrySize(code: number): number;
  /** Entries: the number of the group in one unit, then its name, which ends with a zero. */
  _getMatchNameTable(code: number): number;
}

/** The build gave up; the instance is in an unknown state. */
class PcreAbort extends Error {}

/** A new instance. The numbers are those that the build was made with (`dist/libpcre2.js` of the package). */
export function loadPcre(): PcreLibrary {
  const [pages, topOfHeap, stack, heap] = [256, 117_184, 117_376, 5_360_256];
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const bytes = new Uint8Array(memory.buffer);
  const abort = () => {
    throw new PcreAbort();
  };
  const env = {
    memory,
    table: new WebAssembly.Table({ initial: 4, maximum: 4, element: 'anyfunc' }),
    __table_base: 0,
    _emscripten_get_heap_size: () => bytes.length,
    // The pointer and not the bytes: converting those to a number takes seconds.
    _emscripten_memcpy_big: (to: number, from: number, length: number) => {
      bytes.copyWithin(to, from, from + length);
      return to;
    },
    _emscripten_resize_heap: abort,
    abortStackOverflow: abort,
    nullFunc_iii: abort,
    nullFunc_vii: abort,
  };
  new Uint32Array(memory.buffer)[topOfHeap / 4] = heap;
  const exports = new WebAssembly.Instance(compiledModule(), { env }).exports;
  exports.establishStackSpace(stack, heap);
  return { ...exports, units: new Uint16Array(memory.buffer) };
}

/** The code, the same for every instance. */
const compiledModule = lazily(() => new WebAssembly.Module(pcreWasm()));

/** Node has it, its types leave it to those of browsers. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Table: new (size: { initial: number; maximum: number; element: 'anyfunc' }) => object;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: object,
  ) => {
    readonly exports: Omit<PcreLibrary, 'units'> & { establishStackSpace(start: number, end: number): void };
  };
};
