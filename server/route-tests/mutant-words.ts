/** The sentences about mutants: what is changed, as it follows "not". */

import type { Mutant } from './mutants.js';

/** `with all removed`, `with GET missing in methods of read`. */
export function mutantWords({ routes, change }: Mutant, labelOf: (route: number) => string): string {
  const [first = 0, second = 0] = routes;
  const of = `of ${labelOf(first)}`;
  switch (change.kind) {
    case 'route-removed':
      return `without ${labelOf(first)}`;
    case 'field-removed':
      return `without ${change.field} ${of}`;
    case 'value-removed':
      return `without ${change.value} in ${change.field} ${of}`;
    case 'value-changed':
      return `with ${change.to} for ${change.value} in ${change.field} ${of}`;
    case 'term-removed':
      return `without ${change.term} ${of}`;
    case 'operator-changed':
      return `with ${change.to} in ${change.term} ${of}`;
    case 'priorities-swapped':
      return `with the priorities of ${labelOf(first)} and ${labelOf(second)} swapped`;
  }
}
