/** The Kubernetes objects of a file: several documents, `List` kinds, JSON. */

import { deepestNesting } from '../../text/index.js';
import { Annotations } from '../objects/annotations.js';
import { type KubernetesObject, objectKey } from '../objects/object.js';
import type { ObjectIdentity, Range } from '../objects/origin.js';
import type { Tree } from '../objects/tree.js';
import { Value } from '../objects/value.js';
import { type ManifestProblem, problem } from '../problems/codes.js';
import { readYaml } from './yaml.js';

export interface ManifestFile {
  /** How the file is named in answers. */
  readonly file: string;
  readonly text: string;
}

export interface ReadManifests {
  readonly objects: readonly KubernetesObject[];
  readonly problems: readonly ManifestProblem[];
}

/** Kinds of the cluster: their objects have no namespace. */
const clusterKinds = new Set([
  'IngressClass',
  'GatewayClass',
  'KongClusterPlugin',
  'KongVault',
  'KongLicense',
  'Namespace',
  'Node',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'PersistentVolume',
  'StorageClass',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

/** The namespace that `kubectl apply` puts an object into that names none. */
const defaultNamespace = 'default';

/** Reads every object of the files, in their order. Never throws. */
export const readManifests = (files: readonly ManifestFile[]): ReadManifests =>
  joinManifests(files.map(readManifest));

/** Several files, each of them read by itself, as they are applied together: of an object that is written twice the last stays. */
export function joinManifests(read: readonly ReadManifests[]): ReadManifests {
  const objects = read.flatMap((one) => one.objects);
  return {
    objects: lastOfEach(objects),
    problems: [...read.flatMap(({ problems }) => problems), ...doubles(objects)],
  };
}

/** Groups with objects that the controllers read, and the kinds of the core group that they need. */
const readKinds =
  /\b(?:networking\.k8s\.io|gateway\.networking\.k8s\.io|[a-z.-]*konghq\.com)\/v|^[ \t]*"?kind"?:[ \t]*"?(?:Service|Namespace|List)\b/m;

/** `false` for most files of other tools, determined without reading them; `true` means that it must be read. */
export const mayHoldManifests = (text: string): boolean =>
  text.includes('apiVersion') && readKinds.test(text);

/** Reads every object of one file. Never throws. */
export function readManifest({ file, text }: ManifestFile): ReadManifests {
  const documents = readYaml(text);
  const isBroken = documents.some(
    ({ mistakes, hasMapKeys }) => mistakes.some(({ message }) => message !== null) || hasMapKeys,
  );
  const action = isBroken ? templateAction.exec(text) : null;
  if (action) {
    const start = action.index + action[0].indexOf('{{');
    const origin = { file, range: [start, start + 2] as const, path: [], object: noObject, isDefault: false };
    return { objects: [], problems: [problem('template-not-rendered', {}, origin)] };
  }
  const objects: KubernetesObject[] = [];
  const problems: ManifestProblem[] = [];
  for (const { tree, mistakes } of documents) {
    const found = tree ? objectsOf(tree, file) : [];
    for (const object of found) objects.push(object);
    // This reader does not report problems of a document that is not a Kubernetes object.
    if (found.length === 0) continue;
    for (const { range, message } of mistakes) {
      const origin = { file, range, path: [], object: found[0]!.identity, isDefault: false };
      problems.push(
        message === null
          ? problem('too-deep', { levels: deepestNesting }, origin)
          : problem('yaml', { message }, origin),
      );
    }
  }
  return { objects, problems };
}

const noObject: ObjectIdentity = { apiVersion: '', kind: '', namespace: '', name: '' };

/** An action of a Helm template at the start of a line or of a value. Rendered text may have some, too: in a block of text. */
const templateAction = /^(?:[^#'"\n{]*:)?[ \t]*(?:- )?\{\{/m;

function objectsOf(
  tree: Tree,
  file: string,
  inherited?: { apiVersion: string; kind: string },
): KubernetesObject[] {
  if (tree.kind !== 'map') return [];
  const bare = new Value({ file, object: noObject }, tree, [], tree.range);
  const apiVersion = bare.get('apiVersion').text ?? inherited?.apiVersion;
  const kind = bare.get('kind').text ?? inherited?.kind;
  if (apiVersion === undefined || kind === undefined) return [];
  const items = bare.get('items');
  if (kind.endsWith('List') && items.tree?.kind === 'list') {
    // The items of `List` name their kinds, those of `IngressList` need not.
    const item = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
    return items.tree.items.flatMap((one) => objectsOf(one, file, item));
  }
  return [objectOf(tree, file, apiVersion, kind)];
}

function objectOf(tree: Tree, file: string, apiVersion: string, kind: string): KubernetesObject {
  const bare = new Value({ file, object: noObject }, tree, [], tree.range).get('metadata');
  const identity: ObjectIdentity = {
    apiVersion,
    kind,
    namespace: clusterKinds.has(kind) ? '' : bare.get('namespace').text || defaultNamespace,
    name: bare.get('name').text ?? '',
  };
  const root = new Value({ file, object: identity }, tree, [], headOf(tree));
  const metadata = root.get('metadata');
  const name = metadata.get('name');
  const slash = apiVersion.indexOf('/');
  return {
    identity,
    group: slash === -1 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    namespace: identity.namespace,
    name: identity.name,
    uid: metadata.get('uid').text ?? '',
    created: timestamp(metadata.get('creationTimestamp').text),
    annotations: new Annotations(metadata),
    labels: new Map(metadata.get('labels').members.map(([label, value]) => [label, value.text ?? ''])),
    root,
    file,
    origin: name.isPresent ? name.origin : root.origin,
  };
}

/** The place of an object as a whole is its `kind`: a squiggle under a whole file would not help. */
function headOf(tree: Tree): Range {
  const kind = tree.kind === 'map' ? tree.entries.get('kind') : undefined;
  return kind ? kind.value.range : tree.range;
}

function timestamp(text: string | undefined): number {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}

/** Equal for two objects if one overrides the other. */
export const identityKey = ({ group, kind, namespace, name }: KubernetesObject): string =>
  `${group}/${kind}/${objectKey(namespace, name)}`;

/** An object that is written twice is applied twice: the last stays. */
function lastOfEach(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const last = new Map(objects.map((object) => [identityKey(object), object]));
  return objects.filter((object) => object.name === '' || last.get(identityKey(object)) === object);
}

function doubles(objects: readonly KubernetesObject[]): ManifestProblem[] {
  const last = new Map(objects.map((object) => [identityKey(object), object]));
  return objects.flatMap((object) => {
    const later = last.get(identityKey(object));
    if (object.name === '' || later === undefined || later === object) return [];
    return [
      problem(
        'object-written-twice',
        { kind: object.kind, name: object.name, file: later.file },
        object.origin,
      ),
    ];
  });
}
