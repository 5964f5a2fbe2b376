/** An entry of the atc router. */

import type { AtcPart } from './atc-parts.js';
import type { Term } from './terms.js';

/** A route, or a part of one, with its expression ready to be evaluated. */
export interface AtcMatcher extends AtcPart {
  readonly engine: 'atc';
  readonly term: Term;
}
