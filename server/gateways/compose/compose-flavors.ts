/** Router flavors wherever compose files, environment files and Dockerfiles write them. */

import { nameOf, type SourceFile } from '../../text/index.js';
import type { WrittenFlavor } from '../model/index.js';
import { envVariables, type Unknown, writtenFlavor } from '../settings/index.js';
import { interpolate, type Lookup, type YamlNode, yamlDocuments } from '../sources/index.js';
import type { Project } from './project.js';
import { environmentEntries } from './service-environment.js';

const flavor = 'KONG_ROUTER_FLAVOR';

/** In compose files, whether a service has them or an extension that services merge. */
export function composeFlavors(projects: readonly Project[]): WrittenFlavor[] {
  const found = new Map<string, WrittenFlavor>();
  for (const { files, lookup } of projects) {
    const having = files.filter(({ text }) => text.includes(flavor));
    for (const one of having.flatMap(yamlDocuments).flatMap((document) => flavorsIn(document, lookup))) {
      const { uri, span } = one.keyPlace;
      const key = `${uri}#${span.start}`;
      if (!found.has(key)) found.set(key, one);
    }
  }
  return [...found.values()];
}

function flavorsIn(node: YamlNode, lookup: Lookup): WrittenFlavor[] {
  if (node.kind === 'scalar') return [];
  const own = environmentEntries(node).flatMap(({ name, keyPlace, place, value }) => {
    if (name !== flavor) return [];
    const filled = value && interpolate(value, lookup);
    return [writtenFlavor(name, { keyPlace, place, value: filled ?? notHere })];
  });
  const below = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
  return [...own, ...below.flatMap((one) => flavorsIn(one, lookup))];
}

/**
 * In environment files, whether anything reads them or not.
 *
 * @param used the files that services have, whatever they are called
 */
export function envFileFlavors(files: readonly SourceFile[], used: readonly SourceFile[]): WrittenFlavor[] {
  const envFiles = new Set([...files.filter(isEnvFile), ...used]);
  return [...envFiles]
    .filter(({ text }) => text.includes(flavor))
    .flatMap((file) => envVariables(file, () => undefined))
    .flatMap(({ name, namePlace, place, filled }) =>
      name === flavor ? [writtenFlavor(name, { keyPlace: namePlace, place, value: filled ?? notHere })] : [],
    );
}

const notHere: Unknown = { unknown: { source: 'shell-variable', name: null } };

const isEnvFile = ({ uri }: SourceFile): boolean => /^\.env(?:rc$|\b)|\.env(?:\.[\w-]+)?$/.test(nameOf(uri));
