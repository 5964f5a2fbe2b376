/** Problems of gateways, as assertions read them. */

import type { GatewayProblem } from '../../server/problems/index.js';
import { messageOf, severityOf } from '../../server/problems/messages.js';
import { type Folder, showPlace } from './gateway-folder.js';

/** The severity, code and place of a problem, what it says, and the other places. */
export const showProblem = (folder: Folder, problem: GatewayProblem): string[] => [
  `${severityOf(problem.code)} ${problem.code} ${showPlace(folder, problem.place)}`,
  messageOf(problem),
  ...problem.related.map(({ place, message }) => `see ${showPlace(folder, place)} ${message}`),
];

/** Without what they say. */
export const showCodes = (folder: Folder, problems: readonly GatewayProblem[]): string[] =>
  problems.map(({ code, place }) => `${code} ${showPlace(folder, place)}`);
