/** Which way leads from one flavor to the other: what of the table and the flavor has to change first. */

import { viewOf } from '../flavors/index.js';
import { acceptsTraditionalFields, type Gateway, type RouterFlavor, readRoute } from '../routes/index.js';
import type { PlannedTable } from './plan-model.js';
import { compareVersions } from './settings-edits.js';

export type Way =
  /** Both routers accept the table as it is. */
  | 'same-table'
  /** The new table is one that the old router accepts too: it goes first, the flavor follows. */
  | 'table-first'
  /** Neither router accepts the table of the other. */
  | 'two-tables';

/** The stages of a change. Each stage is safe by itself. */
export interface Stages {
  readonly way: Way;
  /** The version changes too: before the flavor where it rises, after it where it falls. */
  readonly version: 'before' | 'after' | null;
  /** The Gateway between the two stages; the old one where there is but one. */
  readonly between: Gateway;
}

export function stagesOf(from: Gateway, to: Gateway, tables: readonly PlannedTable[]): Stages {
  const rises = compareVersions(to.version, from.version);
  const version = rises === 0 ? null : rises > 0 ? 'before' : 'after';
  const between = version === 'before' ? { ...from, version: to.version } : from;
  const last = version === 'after' ? { ...to, version: from.version } : to;
  return { way: wayOf(between, last, tables), version, between };
}

function wayOf(from: Gateway, to: Gateway, tables: readonly PlannedTable[]): Way {
  const routes = tables.flatMap(({ files }) => files.flatMap((file) => file.routes));
  if (routes.length === 0) return wayOfUnknownTable(from, to);
  const converted = routes.filter(({ successors }) => successors !== null);
  if (converted.length === 0) return 'same-table';
  const isAcceptedToday = converted.every(({ successors }) =>
    successors!.every((data) => viewOf(readRoute(data), data, from).status === 'accepted'),
  );
  return isAcceptedToday ? 'table-first' : 'two-tables';
}

/** Where the routes are made by a controller, or are in a database only. */
export function wayOfUnknownTable(from: Gateway, to: Gateway): Way {
  if (stylesOf(from).some((style) => !stylesOf(to).includes(style))) {
    return stylesOf(to).every((style) => !stylesOf(from).includes(style)) ? 'two-tables' : 'table-first';
  }
  return 'same-table';
}

/** Which routes a Gateway accepts: since 3.7 both under `expressions` (Kong/kong#12667). */
function stylesOf({ flavor, version }: Gateway): ('expressions' | 'traditional')[] {
  if (flavor !== 'expressions') return ['traditional'];
  return acceptsTraditionalFields({ flavor, version }) ? ['traditional', 'expressions'] : ['expressions'];
}

/** What a change of the flavor makes of the flavor's name, for people. */
export const isAtc = (flavor: RouterFlavor) => flavor !== 'traditional';
