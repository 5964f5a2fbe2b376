/**
 * Kubernetes objects from which a controller creates different routes in another flavor: what a translation for both
 * flavors shows. Names of routes, requests that move, and problems that only the new flavor has.
 */

import type { DeclaredGateway } from '../../gateways/index.js';
import {
  type KubernetesObject,
  type ManifestProblem,
  manifestProblems,
  type OutputTranslation,
  severities,
  type Translation,
  translate,
} from '../../kubernetes/index.js';
import {
  controllerSettings,
  generatedTable,
  isKongIn,
  isOfKong,
  type MovedRequest,
  manifestFiles,
  manifestsInFolder,
  movedRequests,
  objectLabel,
  type Winner,
} from '../../manifests/index.js';
import type { AnyManifestProblem } from '../../problems/index.js';
import type { RouterFlavor } from '../../routes/index.js';
import { folderOf, type SourceFile, uriKey } from '../../text/index.js';
import type { Affected } from '../plan-model.js';
import type { AffectedInput } from './affected-input.js';

/** The objects of each folder are looked at together. */
export function affectedRoutes(
  files: readonly SourceFile[],
  gateways: readonly DeclaredGateway[],
  input: AffectedInput,
): Affected[] {
  const { from, to } = input;
  if (from.flavor === to.flavor) return [];
  const folders = new Set(manifestFiles(files).map(({ uri }) => folderOf(uriKey(uri))));
  return [...folders].flatMap((folder) => {
    const manifests = manifestsInFolder(folder, files);
    const isOurs = isOfKong(manifests, manifests.objects, () => isKongIn(files, gateways), {});
    if (!isOurs) return [];
    const settings = controllerSettings(manifests.objects, files, gateways, to.version, {});
    const translation = translate(manifests.objects, settings);
    const objects = manifests.objects.filter(({ file }) => folderOf(uriKey(file)) === folder);
    return [
      ...objects.flatMap((object) => otherNames(object, translation, input)),
      ...newProblems(manifestProblems(manifests, translation), input),
      ...moved(objects, translation, input),
    ];
  });
}

const outputFor = (translation: Translation, flavor: RouterFlavor): OutputTranslation =>
  flavor === 'expressions' ? translation.expressions : translation.traditional;

const routesOf = ({ services }: OutputTranslation) => services.flatMap(({ routes }) => routes);

const place = (object: KubernetesObject, { places }: AffectedInput): Affected['at'] => {
  const [start, end] = object.origin.range;
  return places.at(object.file, { start, end });
};

/** Metrics, logs and whatever names a route lose it. */
function otherNames(object: KubernetesObject, translation: Translation, input: AffectedInput): Affected[] {
  const { from, to } = input;
  const namesIn = (flavor: RouterFlavor) =>
    routesOf(outputFor(translation, flavor))
      .filter((route) => route.object === object)
      .map(({ name }) => name);
  const [before, after] = [namesIn(from.flavor), namesIn(to.flavor)];
  const isSame = before.length === after.length && before.every((name) => after.includes(name));
  if (isSame || before.length === 0 || after.length === 0) return [];
  const label = objectLabel(object.identity);
  return [
    {
      code: 'kubernetes-names',
      at: place(object, input),
      about: { code: 'route-names', args: { label, before, after } },
      more: null,
      needsPerson: false,
    },
  ];
}

/** Problems that are already reported here in other words are left out. */
const reportedForObjects: ReadonlySet<string> = new Set([
  'konghq.com/regex-priority',
  'konghq.com/path-handling',
]);

function isReported(problem: ManifestProblem): boolean {
  if (problem.code === 'annotation-without-effect') return reportedForObjects.has(problem.args.annotation);
  return problem.code === 'refused' && problem.args.reason === 'query-params';
}

/** What is wrong in the new flavor, and was not before. */
function newProblems(problems: readonly ManifestProblem[], input: AffectedInput): Affected[] {
  const { from, to } = input;
  return problems
    .filter(({ flavors }) => flavors.includes(to.flavor) && !flavors.includes(from.flavor))
    .filter((problem) => !isReported(problem))
    .map((problem): Affected => {
      const { origin, code, args } = problem;
      const { kind } = origin.object;
      const label = objectLabel(origin.object);
      const [start, end] = origin.range;
      return {
        code: 'kubernetes-problem',
        at: input.places.at(origin.file, { start, end }),
        about: {
          code: 'problem-with-flavor',
          args: { label, kind, problem: { code, args } as AnyManifestProblem },
        },
        more: null,
        needsPerson: severities[code] !== 'information',
      };
    });
}

/** Of each object no more than these are shown. */
const mostShown = 3;

/** Requests that go to another object, or to none. */
function moved(
  objects: readonly KubernetesObject[],
  translation: Translation,
  input: AffectedInput,
): Affected[] {
  const { from, to } = input;
  const byName = (flavor: RouterFlavor) =>
    new Map(routesOf(outputFor(translation, flavor)).map((route) => [route.name, route.object]));
  const [before, after] = [byName(from.flavor), byName(to.flavor)];
  const backend = (winner: Winner, names: ReadonlyMap<string, KubernetesObject>) =>
    winner === null ? null : (names.get(winner.route) ?? null);
  const isSame = (a: Winner, b: Winner) =>
    backend(a, before) === backend(b, after) && serviceOf(a?.service) === serviceOf(b?.service);
  const found = movedRequests(
    generatedTable(translation, from.flavor, from),
    generatedTable(translation, to.flavor, to),
    isSame,
  );
  return objects.flatMap((object) => {
    const label = objectLabel(object.identity);
    const own = firstOfEachPair(
      found.filter((one) => (backend(one.before, before) ?? backend(one.after, after)) === object),
    );
    const shown = own.slice(0, mostShown).map(
      (one): Affected => ({
        code: 'kubernetes-requests',
        at: place(object, input),
        about: {
          code: 'request-moves',
          args: {
            label,
            request: requestText(one),
            before: one.before?.route ?? null,
            after: one.after?.route ?? null,
            to: to.flavor,
          },
        },
        more: null,
        needsPerson: true,
      }),
    );
    const more = own.length - shown.length;
    if (more === 0) return shown;
    const about: Affected['about'] = { code: 'requests-move', args: { label, more } };
    return [
      ...shown,
      { code: 'kubernetes-requests', at: place(object, input), about, more: null, needsPerson: true },
    ];
  });
}

/** The services of GRPCRoutes have the hostname in their names under `expressions`. */
const serviceOf = (name: string | null | undefined): string | null =>
  name?.startsWith('grpcroute.')
    ? name.replace(/^(grpcroute\.[^.]+\.[^.]+)\..*?(\d+)$/, '$1.$2')
    : (name ?? null);

function firstOfEachPair(all: readonly MovedRequest[]): MovedRequest[] {
  const pairs = new Map<string, MovedRequest>();
  for (const one of all) {
    const key = JSON.stringify([one.before?.route, one.after?.route]);
    if (!pairs.has(key)) pairs.set(key, one);
  }
  return [...pairs.values()];
}

function requestText({ request: { method, scheme, host, path, headers } }: MovedRequest): string {
  const sent = Object.entries(headers ?? {}).map(([name, [value]]) => `${name}: ${value}`);
  return [`${method} ${scheme}://${host}${path}`, ...sent].join(', ');
}
