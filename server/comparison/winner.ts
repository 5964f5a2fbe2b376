/** Who gets a request in one table. */

import type { RoutingTable } from '../routing/index.js';

export interface Winner {
  readonly table: RoutingTable;
  /** The position in the table; `null` for no route. */
  readonly route: number | null;
}
