/** Other configuration that behaves differently after the change: only what the files contain. */

import { type DeclaredGateway, yamlDocuments } from '../../gateways/index.js';
import { acceptsTraditionalFields } from '../../routes/index.js';
import type { SourceFile } from '../../text/index.js';
import { placeText } from '../line-places.js';
import type { Affected } from '../plan-model.js';
import type { AffectedInput } from './affected-input.js';
import { affectedKubernetes } from './affected-kubernetes.js';
import { affectedManifests } from './affected-manifests.js';
import { affectedState } from './affected-state.js';

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
    ...affectedKubernetes(file, input),
    ...affectedState(file, yamlDocuments, input),
    ...deckSteps(file, input),
  ]);
  const all = [...inFiles, ...affectedManifests(files, gateways, input)];
  return once(
    all.sort(
      (a, b) =>
        (a.at.file < b.at.file ? -1 : a.at.file > b.at.file ? 1 : 0) ||
        a.at.range.start.line - b.at.range.start.line,
    ),
  );
}

/** Equal texts are reported once, with the number of other places. */
function once(all: readonly Affected[]): Affected[] {
  const same = new Map<string, Affected[]>();
  for (const one of all) {
    const key = `${one.code} ${one.text}`;
    const list = same.get(key);
    if (list) list.push(one);
    else same.set(key, [one]);
  }
  return [...same.values()].map(([first, ...others]) =>
    others.length === 0
      ? first!
      : {
          ...first!,
          text: `${first!.text} (and ${others.length} more like it, such as ${placeText(others[0]!.at)})`,
        },
  );
}

const deckCommands: Readonly<Record<string, string>> = {
  namespace: 'adds a prefix to `paths`, but not to the path in an `expression`',
  patch: 'cannot select a route with an `expression` by its `paths`',
  kong2tf:
    'writes `konnect_gateway_route` for every route, including routes with an `expression`, which Terraform then rejects',
  kong2kic: 'drops `expression` and `priority` without a warning',
  openapi2kong: 'writes routes with traditional fields, and has no option for expressions',
};

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
    const isRefused = command === 'openapi2kong' && !acceptsTraditionalFields(to);
    const after = isRefused ? ': convert them after this step' : '';
    return [
      {
        code: 'deck-step',
        at: places.at(file.uri, { start: index, end: index + text.length }),
        text: `\`deck file ${command}\` ${deckCommands[command!]}${after}.`,
        needsPerson: isRefused,
      },
    ];
  });
}
