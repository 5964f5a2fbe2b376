/** The files of a workspace that hold Kubernetes objects, each read once per version. */

import { mayHoldManifests, type ReadManifests, readManifest } from '../kubernetes/index.js';
import type { SourceFile } from '../text/index.js';

export type ManifestSource = SourceFile;

/** Whether a file may hold objects, recognized by its name and from its text. */
export const mayBeManifest = ({ uri, text }: Pick<SourceFile, 'uri' | 'text'>): boolean =>
  /\.(?:ya?ml|json)$/i.test(uri) && mayHoldManifests(text);

const isManifest = (file: SourceFile): boolean => mayBeManifest(file);

/** Those of the files that may hold objects. */
export const manifestFiles = (files: readonly SourceFile[]): readonly SourceFile[] =>
  files.filter((file) => file.once(isManifest));

const read = ({ uri, text }: SourceFile): ReadManifests => readManifest({ file: uri, text });

/** The objects of a file; their places name it by its URI. */
export const objectsIn = (file: SourceFile): ReadManifests => file.once(read);
