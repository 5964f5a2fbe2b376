/** A router that an option names: `expressions`, `expressions@3.9`, `@3.9`. */

import { type TestedGateway, testedGatewayOf } from '../route-tests/index.js';
import { CannotRun } from './files.js';

/** @throws CannotRun where it is none */
export function namedRouter(text: string): TestedGateway {
  const named = testedGatewayOf(text);
  if (!named)
    throw new CannotRun(`'${text}' is no router: write a flavor, with a version or without: expressions@3.9`);
  return named;
}
