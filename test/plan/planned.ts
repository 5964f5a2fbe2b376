/** Plans of small workspaces, without a disk. */

import assert from 'node:assert/strict';
import { isWorthReading, mayBeAffected } from '../../server/plan/affected/affected.js';
import { makePlan } from '../../server/plan/make-plan.js';
import type { Plan } from '../../server/plan/plan-model.js';
import { parseTarget, type Target } from '../../server/plan/plan-target.js';
import { routeFileOf } from '../../server/plan/route-files.js';
import { refusalWords, stepWords } from '../../server/problems/index.js';
import { SourceFile } from '../../server/text/source-file.js';
import { defaultSettings } from '../../server/workspace/settings.js';
import { Workspace } from '../../server/workspace/workspace.js';

export const root = 'file:///w';

/** @param files by their paths */
export function planOf(files: Readonly<Record<string, string>>, to: string, from?: string): Plan {
  const all = Object.entries(files).map(([path, text]) => new SourceFile(`${root}/${path}`, text));
  const workspace = new Workspace({ files: () => all, folders: () => [root] });
  const plan = makePlan({
    root,
    files: all.filter(
      (file) => !mayBeAffected(file.uri) || isWorthReading(file) || /kong|_format/.test(file.text),
    ),
    found: workspace.found(),
    routeFiles: all.flatMap((file) => routeFileOf(file, workspace, defaultSettings) ?? []),
    from: from === undefined ? null : target(from),
    to: target(to),
  });
  if ('refused' in plan) assert.fail(refusalWords(plan.refused));
  return plan;
}

export function target(text: string): Target {
  const read = parseTarget(text);
  if ('refused' in read) assert.fail(refusalWords(read.refused));
  return read;
}

/** A compose file with these services; each a Gateway of its own. */
export const compose = (
  services: Readonly<Record<string, { image?: string; env?: Record<string, string> }>>,
) =>
  `services:\n${Object.entries(services)
    .map(([name, { image = 'kong:3.9.1', env = {} }]) => {
      const lines = Object.entries(env).map(([key, value]) => `      KONG_${key}: "${value}"\n`);
      return `  ${name}:\n    image: ${image}\n    environment:\n      KONG_LOG_LEVEL: info\n${lines.join('')}`;
    })
    .join('')}`;

/** The titles of the steps of each part. */
export const titles = ({ parts }: Plan): string[][] =>
  parts.map(({ steps }) => steps.map((step) => wordsOf(step).title.replaceAll('`', '')));

/** The sentences of a step. */
export const wordsOf = ({ about, byHand }: Plan['parts'][number]['steps'][number]) =>
  stepWords(about, byHand);
