/** Why a route or service is not renamed. */

import { nameOf } from '../text/index.js';

export type RenameRefusal =
  /** The new name has a character that Kong does not accept. */
  | { readonly code: 'not-a-name' }
  /** The cursor is on a reference to an entity that no file of the table declares. */
  | {
      readonly code: 'not-declared' | 'declared-twice' | 'name-in-use';
      readonly entity: 'route' | 'service';
      readonly name: string;
    }
  /** The name is written there in a form that is not changed. */
  | { readonly code: 'not-editable'; readonly file: string };

export function renameRefusalText(refusal: RenameRefusal): string {
  switch (refusal.code) {
    case 'not-a-name':
      return 'Kong accepts letters, digits, ., -, _ and ~ in a name.';
    case 'not-declared':
      return `No file of this Gateway declares the ${refusal.entity} ${refusal.name}.`;
    case 'declared-twice':
      return `The ${refusal.entity} ${refusal.name} is declared more than once. Rename one of them by hand.`;
    case 'name-in-use':
      return `There is already a ${refusal.entity} ${refusal.name}.`;
    case 'not-editable':
      return `${nameOf(refusal.file)} uses this name in a place where Kong Routes does not rename. Rename it by hand.`;
  }
}
