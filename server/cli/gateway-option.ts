/** A router that an option names: `expressions`, `expressions@3.9`, `@3.9`. */

import { type TestedGateway, testedGatewayOf } from '../route-tests/index.js';
import { usageFailures } from './failure-words.js';
import { CannotRun } from './files.js';

/** @throws CannotRun if it is none */
export function namedRouter(text: string): TestedGateway {
  const named = testedGatewayOf(text);
  if (!named) throw new CannotRun(usageFailures.notARouter(text));
  return named;
}
