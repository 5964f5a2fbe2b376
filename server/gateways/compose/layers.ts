/** What the layers of a service say, with variables filled in. */

import {
  entry,
  interpolate,
  knownText,
  type Lookup,
  ofScalar,
  type TracedText,
  textWithBlanks,
  written,
  type YamlNode,
} from '../sources/index.js';
import type { Layer } from './project.js';

/** What a layer says, with the folder that its paths are relative to. */
export interface LayerValue {
  readonly node: YamlNode;
  readonly folder: string;
}

/**
 * What layers say under a key, from the lowest on. `!reset` removes the value of lower layers, and `!override` replaces it
 * (compose-spec/compose-go `loader/reset.go`).
 */
export function valuesOf(layers: readonly Layer[], key: string): readonly LayerValue[] {
  let found: LayerValue[] = [];
  for (const { node, folder } of layers) {
    const value = entry(node, key)?.value;
    if (!value) continue;
    if (value.tag === '!reset' || value.tag === '!override') found = [];
    const isNothing = value.tag === '!reset' || (value.kind === 'scalar' && value.text === null);
    if (!isNothing) found.push({ node: value, folder });
  }
  return found;
}

/** Scalars of the files of a project. */
export class ProjectTexts {
  readonly lookup: Lookup;

  constructor(lookup: Lookup) {
    this.lookup = lookup;
  }

  /** @returns `null` if it is not text, or Docker Compose rejects it */
  fill(node: YamlNode | undefined, lookup = this.lookup): TracedText | null {
    const traced = node?.kind === 'scalar' ? ofScalar(node) : null;
    return traced && interpolate(traced, lookup);
  }

  /** With nothing for variables that no file sets. */
  text(node: YamlNode | undefined): string | null {
    const filled = this.fill(node);
    return filled && textWithBlanks(filled);
  }

  /** A path outside of containers; `null` if it is not known. Compose is usually started where its file is. */
  path(node: YamlNode | undefined): string | null {
    const here: Lookup = (name) => this.lookup(name) ?? (name === 'PWD' ? written('', 0, '.') : undefined);
    const filled = this.fill(node, here);
    return filled && knownText(filled);
  }
}
