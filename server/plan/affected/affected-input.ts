import type { Gateway } from '../../routes/index.js';
import type { Places } from '../line-places.js';
import type { PlannedFile, PlannedTable } from '../plan-model.js';

/** The change, as the readers of other files get it. */
export interface AffectedInput {
  readonly from: Gateway;
  readonly to: Gateway;
  readonly tables: readonly PlannedTable[];
  /** The planned files by URI; of several tables with one file, that of the first. */
  readonly plannedFiles: ReadonlyMap<string, PlannedFile>;
  readonly places: Places;
}
