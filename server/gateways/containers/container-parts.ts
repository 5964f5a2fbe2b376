/** Parts that several kinds of files write alike: maps of variables, volumes. */

import { folderOf, resolvePath, type SourceFile } from '../../text/index.js';
import type { Given, Mount } from '../settings/index.js';
import { ofScalar, type YamlNode } from '../sources/index.js';

/** A map of names and values; `${{ … }}` is filled in when the pipeline runs. */
export function variablesOf(node: YamlNode | undefined): Map<string, Given> {
  const variables = new Map<string, Given>();
  if (node?.kind !== 'map') return variables;
  for (const { key, keySpan, uri, value } of node.entries) {
    const text = value.kind === 'scalar' ? ofScalar(value) : null;
    const isOpen = value.kind === 'scalar' && /\{\{|\$[{(\w]/.test(value.text ?? '');
    variables.set(key, {
      keyPlace: { uri, span: keySpan },
      place: { uri: value.uri, span: value.span },
      value: text && !isOpen ? text : { unknown: { source: 'filled-in-later' } },
    });
  }
  return variables;
}

/** How scripts and Makefiles name the folder that they run in. */
const thisFolder = /^(?:\$\{?PWD\}?|\$\((?:pwd|PWD|CURDIR)\)|\$\{CURDIR\}|`pwd`)\//;

/** @param text as in `docker run -v`: `source:target`, with options after another colon */
export function mountOf(text: string | null, file: SourceFile): Mount[] {
  const [, source, target] = /^((?:[A-Za-z]:[\\/])?[^:]+):(\/[^:]*)/.exec(text ?? '') ?? [];
  if (source === undefined || target === undefined || !/[./\\]/.test(source)) return [];
  const uri = resolvePath(folderOf(file.uri), source.replace(thisFolder, './'));
  return uri === null ? [] : [{ source: uri, target: target.replace(/(.)\/$/, '$1') }];
}
