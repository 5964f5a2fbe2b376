/**
 * The annotations of an object, as the controllers parse them. Source: Kong/kubernetes-ingress-controller
 * `internal/annotations/annotations.go`.
 */

import { compareText, trimSpace } from './go-text.js';
import type { Sourced } from './origin.js';
import type { Value } from './value.js';

export const kong = 'konghq.com/';
export const ingressClassKey = 'kubernetes.io/ingress.class';
export const defaultClassKey = 'ingressclass.kubernetes.io/is-default-class';
export const forceSslRedirectKey = 'ingress.kubernetes.io/force-ssl-redirect';
const headersPrefix = `${kong}headers.`;

export interface HeaderAnnotation {
  readonly name: string;
  readonly values: readonly Sourced<string>[];
}

export class Annotations {
  private readonly values: ReadonlyMap<string, Value>;

  constructor(metadata: Value) {
    this.values = new Map(metadata.get('annotations').members);
  }

  /** Absent if the key is missing; a key without a value has the empty text. */
  get(key: string): Sourced<string> | undefined {
    return this.values.get(key)?.sourcedText;
  }

  /** The place of the annotation, key and all. */
  value(key: string): Value | undefined {
    return this.values.get(key);
  }

  get keys(): readonly string[] {
    return [...this.values.keys()];
  }

  text(key: string): string | undefined {
    return this.get(key)?.value;
  }

  /** A list between commas; what is empty is left out. Each element has its place. */
  list(key: string): readonly Sourced<string>[] {
    return this.split(key, ',', true);
  }

  private split(key: string, separator: string, dropsEmpty: boolean): Sourced<string>[] {
    const value = this.values.get(key);
    const text = value?.text;
    if (value === undefined || text === undefined) return [];
    const elements: Sourced<string>[] = [];
    let start = 0;
    // Go splits at an empty separator into characters.
    const pieces = separator === '' ? [...text] : text.split(separator);
    for (const piece of pieces) {
      const { text: element, before } = trimSpace(piece);
      const from = start + before;
      if (element !== '' || !dropsEmpty) {
        elements.push({ value: element, origin: value.part(from, from + element.length) });
      }
      start += piece.length + separator.length;
    }
    return elements;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  methods(): readonly Sourced<string>[] {
    return this.list(`${kong}methods`).map(({ value, origin }) => ({ value: value.toUpperCase(), origin }));
  }

  /** By name, in Go's order of names. A header without a name or a value is none. */
  headers(): readonly HeaderAnnotation[] {
    const separator = this.text(`${kong}headers-separator`) ?? ',';
    return this.keys
      .filter((key) => key.startsWith(headersPrefix) && key.length > headersPrefix.length && this.text(key))
      .map((key) => ({ name: key.slice(headersPrefix.length), values: this.split(key, separator, false) }))
      .sort((a, b) => compareText(a.name, b.name));
  }

  /** The values of `konghq.com/tags`, each once. */
  userTags(): readonly string[] {
    return [...new Set(this.list(`${kong}tags`).map(({ value }) => value))];
  }
}
