/** `kong-routes check`: the problems of Kubernetes manifests. Those of one folder are read together. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { KubernetesObject } from '../../kubernetes/index.js';
import {
  type AskedController,
  type ManifestSet,
  manifestSetOf,
  mayBeManifest,
  objectLabel,
  reportedProblems,
  routeKinds,
} from '../../manifests/index.js';
import type { Settings } from '../../protocol/index.js';
import { describeReason, isInformative, type Sources } from '../../workspace/index.js';
import { pathAndLine } from '../detect.js';
import { readRegularText } from '../regular-file.js';
import type { CheckedFile, NamedText, Subject } from './report.js';

/** Whether a file, by its absolute path, has objects that concern Kong: those of other controllers are nobody's here. */
export function holdsManifests(
  path: string,
  sources: Sources,
  settings: Settings,
  asked: AskedController,
): boolean {
  const file = sources.source(pathToFileURL(path).href);
  return file !== undefined && manifestSetOf(file, sources, settings, asked) !== null;
}

/** Those of the files that hold objects, checked. */
export function checkManifests(
  files: readonly NamedText[],
  sources: Sources,
  settings: Settings,
  asked: AskedController,
): CheckedFile[] {
  return files.flatMap(({ file, text }) => {
    // Standard input has no file name that shows its format: it is read as YAML.
    const uri = pathToFileURL(resolve(file)).href;
    const set = manifestSetOf(
      { uri: mayBeManifest({ uri, text }) ? uri : `${uri}.yaml`, text },
      sources,
      settings,
      asked,
    );
    return set ? [checkedManifest(file, text, set, sources)] : [];
  });
}

function checkedManifest(file: string, text: string, set: ManifestSet, sources: Sources): CheckedFile {
  const { gateway, flavorReason, versionReason } = set.known;
  const subjects = new Map<string, Subject>();
  for (const object of set.objects) {
    const label = objectLabel(object.identity);
    if (isSubject(object)) subjects.set(label, { kind: 'object', label });
  }
  const because = (reason: typeof flavorReason, what: string) =>
    describeReason(reason, what, sources, pathAndLine, true);
  const problems = reportedProblems(set).map((problem) => {
    const { code, severity, message, span, object, place } = problem;
    const label = objectLabel(object);
    const subject = subjects.get(label) ?? (object.kind === '' ? null : { kind: 'object', label });
    if (subject) subjects.set(label, subject);
    return { code, severity, message, span, subject, place, related: [] };
  });
  return {
    file,
    text,
    isKongs: true,
    subjects: [...subjects.values()],
    made: routesMadeIn(set),
    routesFor: {
      gateway,
      flavorReason: because(flavorReason, 'router flavor'),
      versionReason: isInformative(versionReason) ? because(versionReason, 'version') : null,
    },
    problems,
  };
}

/** How many routes the controller makes of the objects of the file, for the flavor of its Gateway. */
function routesMadeIn(set: ManifestSet): number {
  const { traditional, expressions } = set.translation;
  const { services } = set.known.gateway.flavor === 'expressions' ? expressions : traditional;
  const own = new Set(set.objects);
  return services.flatMap(({ routes }) => routes.filter(({ object }) => own.has(object))).length;
}

const isSubject = ({ kind, group, annotations }: KubernetesObject): boolean =>
  routeKinds.has(kind) ||
  /(?:^|\.)konghq\.com$/.test(group) ||
  annotations.keys.some((key) => key.startsWith('konghq.com/'));

/** The texts of files in which no Kong routes were found. */
export async function textsOf(paths: readonly string[], sources: Sources): Promise<NamedText[]> {
  const texts = await Promise.all(
    paths
      .filter((file) => /\.(?:ya?ml|json)$/i.test(file))
      .map(async (file) => {
        const known = sources.source(pathToFileURL(resolve(file)).href)?.text;
        return { file, text: known ?? (await readRegularText(file).catch(() => '')) };
      }),
  );
  return texts;
}
