import type { Gateway } from '../../routes/index.js';
import type { Places } from '../line-places.js';
import type { PlannedTable } from '../plan-model.js';

/** The change, as the readers of other files get it. */
export interface BesideInput {
  readonly from: Gateway;
  readonly to: Gateway;
  readonly tables: readonly PlannedTable[];
  readonly places: Places;
}
