/**
 * The objects that are read together: those of the files in one folder, and from other folders of the workspace what
 * they refer to. Their routes, for the Gateway that the controller configures.
 */

import { emptyDocument, type RouteDocument } from '../documents/index.js';
import {
  type ControllerSettings,
  identityKey,
  joinManifests,
  type KubernetesObject,
  type ManifestProblem,
  manifestProblems,
  type ReadManifests,
  readManifest,
  type Translation,
  translate,
} from '../kubernetes/index.js';
import type { Settings } from '../protocol/index.js';
import { folderOf, Once, SourceFile, uriKey } from '../text/index.js';
import { type GatewayOfDocument, gatewayOf, type Pairing, type Sources } from '../workspace/index.js';
import { type AskedController, controllerSettings, parseController } from './controller-settings.js';
import { manifestFiles, mayBeManifest, objectsIn } from './manifest-files.js';
import { gatewaysOfManifest } from './pair-manifests.js';
import { isKongIn, isOfKong } from './relevance.js';

/** Objects that are read together, with what becomes of them; worked out when asked, and kept. */
class SharedObjects extends Once {
  readonly manifests: ReadManifests;
  readonly controller: ControllerSettings;

  constructor(manifests: ReadManifests, controller: ControllerSettings) {
    super();
    this.manifests = manifests;
    this.controller = controller;
  }
}

const translationOf = ({ manifests, controller }: SharedObjects): Translation =>
  translate(manifests.objects, controller);

const problemsOfObjects = (shared: SharedObjects): readonly ManifestProblem[] =>
  manifestProblems(shared.manifests, shared.once(translationOf));

/** What is known of the objects around a file. */
export class ManifestSet extends Once {
  /** The file that the set is for, as its objects name it. */
  readonly file: string;
  /** The Gateway that gets the routes, and why. */
  readonly known: GatewayOfDocument;
  readonly pairing: Pairing;
  readonly #shared: SharedObjects;

  constructor(file: string, shared: SharedObjects, known: GatewayOfDocument, pairing: Pairing) {
    super();
    this.file = file;
    this.#shared = shared;
    this.known = known;
    this.pairing = pairing;
  }

  get manifests(): ReadManifests {
    return this.#shared.manifests;
  }

  get controller(): ControllerSettings {
    return this.#shared.controller;
  }

  get translation(): Translation {
    return this.#shared.once(translationOf);
  }

  /** Of all files and flavors. */
  get problems(): readonly ManifestProblem[] {
    return this.#shared.once(problemsOfObjects);
  }

  /** The objects that are written in the file, in their order. */
  get objects(): readonly KubernetesObject[] {
    return this.once(ownObjects);
  }
}

const ownObjects = ({ manifests, file }: ManifestSet): readonly KubernetesObject[] =>
  manifests.objects.filter((object) => object.file === file);

/** A manifest as it is open or on disk. */
export interface OpenManifest {
  readonly uri: string;
  readonly text: string;
}

/**
 * The set of a file. What another file of the folder overrides counts for the file itself.
 *
 * @returns `null` for a file without objects of Kubernetes, or with none that concerns Kong
 */
export function manifestSetOf(
  { uri, text }: OpenManifest,
  sources: Sources,
  settings: Settings,
  asked: AskedController = askedBy(settings),
): ManifestSet | null {
  if (!mayBeManifest({ uri, text })) return null;
  const settled = sources.source(uri);
  const own = settled?.text === text ? settled : new SourceFile(uri, text);
  const { sets: kept } = sources.state().once(keptSets);
  const key = [uriKey(folderOf(uri)), uriKey(uri), JSON.stringify([settings, askedKey(asked)])].join('\n');
  const known = kept.get(key);
  if (known?.text === text) return known.set;
  const set = makeSet(own, sources, settings, asked);
  kept.set(key, { text, set });
  return set;
}

/** What is kept for as long as the files of the workspace stay the same. */
interface Kept {
  /** By file and settings; of an open file there is the last version only. */
  readonly sets: Map<string, { readonly text: string; readonly set: ManifestSet | null }>;
  /** By folder. */
  readonly folders: Map<string, ReadManifests>;
  /** By folder and controller. */
  readonly shared: Map<string, SharedObjects>;
}

const keptSets = (): Kept => ({ sets: new Map(), folders: new Map(), shared: new Map() });

const askedKey = (asked: AskedController) => ({ ...asked, featureGates: [...(asked.featureGates ?? [])] });

/** What the settings of the editor say of the controller. */
export function askedBy({ kubernetesController }: Settings): AskedController {
  return parseController(kubernetesController) ?? {};
}

function makeSet(
  own: SourceFile,
  sources: Sources,
  settings: Settings,
  asked: AskedController,
): ManifestSet | null {
  const isSettled = own === sources.source(own.uri);
  const read = isSettled ? objectsIn(own) : readManifest({ file: own.uri, text: own.text });
  if (read.objects.length === 0 && read.problems.length === 0) return null;
  const folder = folderOf(uriKey(own.uri));
  if (isSettled) {
    const { folders, shared } = sources.state().once(keptSets);
    const known = folders.get(folder) ?? manifestsInFolder(folder, sources.files());
    folders.set(folder, known);
    // Where an object is in two files, each file is looked at with its own.
    if (!hasDoubleOf(own.uri, known))
      return setOf(own.uri, read, known, sources, settings, asked, { folder, shared });
  }
  const key = uriKey(own.uri);
  const others = manifestFiles(sources.files()).filter((file) => uriKey(file.uri) !== key);
  const near = others.filter((file) => folderOf(uriKey(file.uri)) === folder);
  // What is read last stays: that is the file that is asked about.
  const inFolder = joinManifests([...near.map(objectsIn), read]);
  const far = others.filter((file) => folderOf(uriKey(file.uri)) !== folder);
  const manifests = withReferred(
    inFolder,
    far.flatMap((file) => objectsIn(file).objects),
  );
  return setOf(own.uri, read, manifests, sources, settings, asked);
}

const hasDoubleOf = (uri: string, { problems }: ReadManifests): boolean =>
  problems.some(
    (one) => one.code === 'object-written-twice' && (one.origin.file === uri || one.args.file === uri),
  );

/**
 * The set of several files together, wherever they are.
 *
 * @returns `null` if none of them has objects that concern Kong
 */
export function manifestSetOfFiles(
  files: readonly OpenManifest[],
  sources: Sources,
  settings: Settings,
  asked: AskedController = askedBy(settings),
): ManifestSet | null {
  const [first] = files;
  if (!first) return null;
  const keys = new Set(files.map(({ uri }) => uriKey(uri)));
  const read = joinManifests(files.map(({ uri, text }) => readManifest({ file: uri, text })));
  const others = manifestFiles(sources.files()).filter((file) => !keys.has(uriKey(file.uri)));
  const far = others.flatMap((file) => objectsIn(file).objects);
  return setOf(first.uri, read, withReferred(read, far), sources, settings, asked);
}

/**
 * @param own what is read in the file itself, or in the files that are named
 * @param kept where objects are shared by the files of a folder
 */
function setOf(
  file: string,
  own: ReadManifests,
  manifests: ReadManifests,
  sources: Sources,
  settings: Settings,
  asked: AskedController,
  kept: { readonly folder: string; readonly shared: Kept['shared'] } | null = null,
): ManifestSet | null {
  const pairing = gatewaysOfManifest(file, manifests.objects, sources, settings);
  const isAround = () => isKongIn(sources.files(), sources.found().gateways);
  if (!isOfKong(own, manifests.objects, isAround, asked)) return null;
  const known = gatewayOf(noRoutes, settings, pairing);
  const controller = controllerSettings(
    manifests.objects,
    sources.files(),
    pairing.gateways,
    known.gateway.version,
    asked,
  );
  const key = kept && [kept.folder, JSON.stringify(controller, gatesAsList)].join('\n');
  const shared =
    (key === null ? undefined : kept?.shared.get(key)) ?? new SharedObjects(manifests, controller);
  if (key !== null) kept?.shared.set(key, shared);
  return new ManifestSet(file, shared, known, pairing);
}

const gatesAsList = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);

/** A document that does not show the flavor. */
const noRoutes: RouteDocument = emptyDocument('', 'yaml');

/** The objects of one folder and what they refer to, for who has files and no workspace. */
export function manifestsInFolder(folder: string, files: readonly SourceFile[]): ReadManifests {
  const isNear = ({ uri }: SourceFile) => folderOf(uriKey(uri)) === folder;
  const all = manifestFiles(files);
  const near = joinManifests(all.filter(isNear).map(objectsIn));
  const far = all.filter((file) => !isNear(file)).flatMap((file) => objectsIn(file).objects);
  return withReferred(near, far);
}

/** Kinds of objects that routes refer to. */
const referredKinds: ReadonlySet<string> = new Set([
  ...['Service', 'Namespace', 'IngressClass', 'IngressClassParameters', 'Gateway', 'GatewayClass'],
  ...['ReferenceGrant', 'KongServiceFacade', 'KongPlugin', 'KongClusterPlugin', 'KongUpstreamPolicy'],
  ...['BackendTLSPolicy', 'KongService'],
]);

/** Objects of other folders that occur once: if there are several versions, it is not known which is meant. */
function withReferred(own: ReadManifests, far: readonly KubernetesObject[]): ReadManifests {
  const here = new Set(own.objects.map(identityKey));
  const counts = new Map<string, number>();
  for (const object of far) counts.set(identityKey(object), (counts.get(identityKey(object)) ?? 0) + 1);
  const referred = far.filter(
    (object) =>
      referredKinds.has(object.kind) &&
      !here.has(identityKey(object)) &&
      counts.get(identityKey(object)) === 1,
  );
  return { objects: [...own.objects, ...referred], problems: own.problems };
}
