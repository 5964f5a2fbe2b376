/** Ids in `import` blocks that are to be filled in. */

import { attributesOf } from '../hcl/index.js';
import { moduleBlocks, type TerraformModule } from './module.js';
import type { Place } from './problem.js';

/** What represents an id that is to be filled in. */
export const placeholder = 'REPLACE-WITH-THE-ID-OF-THE-ROUTE';

/** The places of ids in `import` blocks that are to be filled in. */
export function placeholdersIn(module: TerraformModule): readonly Place[] {
  return moduleBlocks(module, 'import').flatMap(({ file, block }) =>
    attributesOf(block.body).flatMap(({ name, value }) => {
      if (name !== 'id') return [];
      const found: Place[] = [];
      const { text } = file.hcl;
      let at = text.indexOf(placeholder, value.span.start);
      while (at >= 0 && at < value.span.end) {
        found.push({ file: file.name, span: { start: at, end: at + placeholder.length } });
        at = text.indexOf(placeholder, at + 1);
      }
      return found;
    }),
  );
}
