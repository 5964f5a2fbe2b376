/** Which fields of a route are judged only in part, because the files do not show their whole value. */

import type { RouteAnalysis } from '../analysis/index.js';
import { hasPlaceholder, hasPlaceholders } from '../documents/index.js';
import { fieldsFor } from '../routes/index.js';

/** What a resource of Terraform refers to is found by its address: that its id is not known leaves nothing open. */
const referring: ReadonlySet<string> = new Set(fieldsFor('service', 'time'));

/**
 * The fields of a route with a value that is filled in later (`${{ env "DECK_PATH" }}`, `var.path`), in the order of the
 * text. They are checked as far as they are known, so that a route with any of them is not free of problems for certain.
 */
export const openFields = (known: RouteAnalysis): readonly string[] => known.once(findOpenFields);

function findOpenFields({ alone, written, body }: RouteAnalysis): readonly string[] {
  if (body.terraform) {
    // What Terraform rejects has a problem of its own.
    const open = body.terraform.unknown
      .filter(({ why }) => why !== 'refused')
      .map(({ path }) => String(path[0]));
    return [...new Set(open)].filter((field) => field !== 'id' && !referring.has(field));
  }
  if (!hasPlaceholders(alone, written)) return [];
  return body.entries.flatMap(({ key, value }) =>
    !unjudged.has(key) && (hasPlaceholder(key) || hasPlaceholders(alone, written, value)) ? [key] : [],
  );
}

/** What is written in a route and is not the route's. */
const unjudged: ReadonlySet<string> = new Set(['plugins', '_comment', '_ignore', ...fieldsFor('time')]);
