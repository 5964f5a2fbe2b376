/** A router that an option names: `expressions`, `expressions@3.9`, `@3.9`. */

import { type TestedGateway, testedGatewayOf } from '../route-tests/index.js';
import { CannotRun } from './files.js';

/** @throws CannotRun if it is none */
export function namedRouter(text: string): TestedGateway {
  const named = testedGatewayOf(text);
  if (!named)
    throw new CannotRun(
      `'${text}' is not a router: write a flavor, optionally with a version: expressions@3.9`,
    );
  return named;
}
