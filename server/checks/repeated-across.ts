/**
 * Names and ids of routes that several files of one table have. decK reads all files of a run as one, and rejects a name that is
 * there twice (Kong/go-database-reconciler `pkg/file/builder.go`, `ingestRoute`; `pkg/state/route.go`, `Add`).
 */

import {
  controlPlaneOf,
  entryOf,
  hasPlaceholder,
  type SourcedRoute,
  type SourcedScalar,
} from '../documents/index.js';
import { type TableFile, workspaceOf } from './gateway-tables.js';

export interface RepeatedName {
  readonly file: TableFile;
  readonly route: SourcedRoute;
  readonly field: 'name' | 'id';
  readonly value: SourcedScalar & { readonly value: string };
  /** The first that has it. */
  readonly first: { readonly file: TableFile; readonly route: SourcedRoute };
}

/** What is repeated in one file is reported there. @returns in the order of the files */
export function repeatedAcross(files: readonly TableFile[]): RepeatedName[] {
  if (files.length < 2) return [];
  const seen = new Map<string, RepeatedName['first']>();
  return files.flatMap((file) => {
    const { analysis } = file;
    const { document } = analysis;
    // What a resource of Terraform is called is unique by other rules.
    if (document.terraform) return [];
    const workspace = analysis.once(workspaceOf);
    return document.routes.flatMap((route) =>
      (['name', 'id'] as const).flatMap((field): RepeatedName[] => {
        const value = entryOf(route.body, field)?.value;
        if (value?.kind !== 'scalar' || typeof value.value !== 'string' || hasPlaceholder(value.value))
          return [];
        const scope = field === 'id' ? null : workspace;
        const key = JSON.stringify([scope, controlPlaneOf(document, route), field, value.value]);
        const first = seen.get(key);
        if (!first) seen.set(key, { file, route });
        if (!first || first.file === file) return [];
        return [{ file, route, field, value: { ...value, value: value.value }, first }];
      }),
    );
  });
}
