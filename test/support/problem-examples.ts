/** The examples of `docs/problems.md`: of each code a wrong one and the fixed one. */

import { readFileSync } from 'node:fs';
import type { ProblemCode } from '../../server/problems/codes.js';
import type { Settings } from '../../server/protocol/index.js';
import type { Snapshot } from '../../server/workspace/workspace.js';
import { snapshotOf } from './snapshot.js';
import { repositoryRoot } from './vectors.js';

const page = readFileSync(new URL('docs/problems.md', repositoryRoot), 'utf8');

/** What is before the first section, and the sections, each with its heading. */
export const [introduction = '', ...sections] = page.split(/^## /m);

/** In the order of the text. */
export const examplesIn = (section: string): string[] =>
  [...section.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, example]) => example!);

export function examplesOf(code: ProblemCode): string[] {
  return examplesIn(sections.find((section) => section.startsWith(`${code}\n`)) ?? '');
}

/** An example as a file: whole, or the routes of one; a comment in it says which Gateway it is for. */
export function snapshotOfExample(example: string, settings: Partial<Settings> = {}): Snapshot {
  const gatewayVersion = /Gateway ([\d.]+)/.exec(example)?.[1] ?? '3.9';
  const format = gatewayVersion.startsWith('2.') ? '1.1' : '3.0';
  const isWhole = /^_format_version/m.test(example);
  const indented = example.replace(/^(?=.)/gm, '  ');
  return snapshotOf(isWhole ? example : `_format_version: "${format}"\nroutes:\n${indented}`, {
    routerFlavor: (/router_flavor = (\w+)/.exec(example)?.[1] as Settings['routerFlavor']) ?? 'auto',
    gatewayVersion,
    ...settings,
  });
}
