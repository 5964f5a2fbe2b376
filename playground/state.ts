/** What a link to share has in it: the routes, and the Gateway that they are for. */

import type { RouterFlavor } from '../server/protocol/index.js';

export interface State {
  readonly text: string;
  readonly flavor: RouterFlavor;
  readonly version: string;
  /** What was last asked; empty if nothing was. */
  readonly request: string;
}

const flavors: readonly RouterFlavor[] = ['traditional', 'traditional_compatible', 'expressions'];

export const isVersion = (text: string): boolean => /^\d+\.\d+(\.\d+)*$/.test(text);

/** @returns the part of an address after `#` */
export async function linkOf(state: State): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await through(bytes, new CompressionStream('deflate-raw'));
  const text = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @returns `null` if it is not the part after `#` of a link that was made here */
export async function stateOf(hash: string): Promise<State | null> {
  try {
    const text = atob(hash.replace(/^#/, '').replaceAll('-', '+').replaceAll('_', '/'));
    const packed = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream('deflate-raw'), mostBytes);
    const read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<State>;
    const flavor = flavors.find((one) => one === read.flavor);
    if (typeof read.text !== 'string' || !flavor || !isVersion(String(read.version))) return null;
    return { text: read.text, flavor, version: String(read.version), request: String(read.request ?? '') };
  } catch {
    return null;
  }
}

/** A short link may unpack to any length. */
const mostBytes = 8 << 20;

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > most) throw new RangeError('too long');
    pieces.push(next.value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
