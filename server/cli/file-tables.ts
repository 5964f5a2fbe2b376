/** The tables that files on the command line are part of. */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gatewayTables, type TableFile, tableAround } from '../checks/index.js';
import type { NamedFile } from '../conversion/index.js';
import type { Settings } from '../protocol/index.js';
import { uriKey } from '../text/index.js';
import { type Pairing, type Sources, unpaired } from '../workspace/index.js';

export interface FileTable<Named extends NamedFile> {
  /** Those of its files that were named. */
  readonly named: readonly Named[];
  /** Files that the same gateway reads and that were not named. */
  readonly others: readonly TableFile[];
  /** All of its files. */
  readonly whole: readonly TableFile[];
}

export const uriOf = (file: string): string => pathToFileURL(resolve(file)).href;

/** By which files of a gateway that were not named are looked for. */
const certainWays: ReadonlySet<Pairing['way']> = new Set(['set', 'mount']);
/** What is in one folder with a gateway is in one table, where nothing says otherwise. */
export const likelyWays: ReadonlySet<Pairing['way']> = new Set([...certainWays, 'folder']);

/** A file without routes is in no table. */
export function fileTables<Named extends NamedFile>(
  files: readonly Named[],
  sources: Sources,
  settings: Settings,
  ways: ReadonlySet<Pairing['way']> = certainWays,
): FileTable<Named>[] {
  const chosen = files.map((named) => {
    const uri = uriOf(named.file);
    const { analysis } = named;
    const pairing = analysis.document.routes.length === 0 ? unpaired : sources.gatewaysOf(uri, settings);
    return { uri, analysis, pairing, named };
  });
  const known = new Set(chosen.map(({ uri }) => uriKey(uri)));
  return gatewayTables(chosen).map((table) => {
    const others = ways.has(table[0]!.pairing.way) ? othersOf(table, known, sources, settings) : [];
    return { named: table.map(({ named }) => named), others, whole: [...table, ...others] };
  });
}

function othersOf(
  table: readonly TableFile[],
  known: ReadonlySet<string>,
  sources: Sources,
  settings: Settings,
): TableFile[] {
  const [first] = table as readonly [TableFile];
  const files = new Map<string, TableFile>();
  for (const gateway of first.pairing.gateways) {
    for (const file of sources.routesOf(gateway, settings)) {
      const key = uriKey(file.uri);
      if (!known.has(key)) files.set(key, { ...file, pairing: sources.gatewaysOf(file.uri, settings) });
    }
  }
  return tableAround<TableFile>(first, files.values()).filter((file) => file !== first);
}
