/** Other configuration that behaves differently after the change: only what the files contain. */

import { type DeclaredGateway, yamlDocuments } from '../../gateways/index.js';
import type { DeckCommand } from '../../problems/index.js';
import { acceptsTraditionalFields } from '../../routes/index.js';
import type { SourceFile } from '../../text/index.js';
import { placeText } from '../line-places.js';
import type { Affected } from '../plan-model.js';
import type { AffectedInput } from './affected-input.js';
import { affectedState } from './deck-state.js';
import { affectedFields } from './manifest-fields.js';
import { affectedRoutes } from './manifest-routes.js';

/** Names of files that are looked at for nothing else: scripts, pipelines. */
export const mayBeAffected = (path: string): boolean =>
  /\.(?:sh|bash|ya?ml|mk)$|(?:^|\/)(?:Makefile|Jenkinsfile|Taskfile[^/]*|justfile)$/i.test(path);

const telltale = /\bdeck\s+file\b|konghq\.com\/|gateway\.networking\.k8s\.io/;

/** Whether a file that was found by its name is worth keeping. */
export const isWorthReading = ({ text }: SourceFile): boolean => telltale.test(text);

/** In the order of the files, and of what is in them. */
export function findAffected(
  files: readonly SourceFile[],
  gateways: readonly DeclaredGateway[],
  input: AffectedInput,
): Affected[] {
  const inFiles = files.flatMap((file) => [
    ...affectedFields(file, input),
    ...affectedState(file, yamlDocuments, input),
    ...deckSteps(file, input),
  ]);
  const all = [...inFiles, ...affectedRoutes(files, gateways, input)];
  return once(
    all.sort(
      (a, b) =>
        (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : 0) ||
        a.at.range.start.line - b.at.range.start.line,
    ),
  );
}

/** Equal findings are reported once, with the number of other places. */
function once(all: readonly Affected[]): Affected[] {
  const same = new Map<string, Affected[]>();
  for (const one of all) {
    const key = JSON.stringify(one.about);
    const list = same.get(key);
    if (list) list.push(one);
    else same.set(key, [one]);
  }
  return [...same.values()].map(([first, ...others]) =>
    others.length === 0
      ? first!
      : {
          ...first!,
          more: { others: others.length, place: placeText(others[0]!.at) },
        },
  );
}

/** Steps of scripts and pipelines; they matter where routes with an `expression` pass through them. */
function deckSteps(file: SourceFile, { to, places }: AffectedInput): Affected[] {
  if (to.flavor !== 'expressions') return [];
  const seen = new Set<string>();
  return [
    ...file.text.matchAll(/\bdeck\s+file\s+(namespace|patch|kong2tf|kong2kic|openapi2kong)\b/g),
  ].flatMap(({ 0: text, 1: command, index }): Affected[] => {
    if (seen.has(command!)) return [];
    seen.add(command!);
    // Before 3.7, a route without an expression is rejected.
    const isRejected = command === 'openapi2kong' && !acceptsTraditionalFields(to);
    return [
      {
        code: 'deck-step',
        at: places.at(file.uri, { start: index, end: index + text.length }),
        about: { code: 'deck-command', args: { command: command as DeckCommand, isRejected } },
        more: null,
        needsPerson: isRejected,
      },
    ];
  });
}
