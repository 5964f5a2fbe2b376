/** `test/fixtures/problems/CODE.txt`: documents with every problem drawn below its line. */

import { readFileSync } from 'node:fs';
import type { Settings } from '../../server/protocol/index.js';
import { withoutAnnotations } from './annotated-text.js';
import { fixturePath } from './golden.js';

export interface Section {
  readonly header: string;
  readonly gateways: readonly Settings[];
  readonly language: 'yaml' | 'json';
  readonly text: string;
}

/**
 * Each begins with `=== FLAVOR VERSION`, or several of them that find the same; ` json` where it is no YAML.
 *
 * @param name of a file of the fixtures
 */
export function readSections(name: string): Section[] {
  const file = readFileSync(fixturePath(name), 'utf8');
  return file.split(/^=== /m).flatMap((section): Section[] => {
    const [header = '', ...lines] = section.split('\n');
    if (header === '') return [];
    const language = header.endsWith(' json') ? 'json' : 'yaml';
    const gateways = header
      .replace(/ json$/, '')
      .split(', ')
      .map((gateway): Settings => {
        const [routerFlavor, gatewayVersion] = gateway.split(' ');
        return { routerFlavor, gatewayVersion } as Settings;
      });
    return [{ header, gateways, language, text: withoutAnnotations(lines.join('\n')) }];
  });
}
