/** Requests for `kong-routes match`: a JSON array of them, or a HAR file. */

import type { Subsystem } from '../../grammar/index.js';
import type { RoutedRequest } from '../flavors/index.js';
import { harEntries, type Read, requestOfData, requestOfHar, requestProblemWords } from '../traffic/index.js';
import { fileFailures } from './failure-words.js';
import { CannotRun } from './files.js';

/**
 * Reads requests. Keys that mean nothing are ignored.
 *
 * @param file what it is called
 * @throws CannotRun if the text is not a list of requests, with the place of what is wrong
 */
export function readRequests(text: string, file: string, subsystem: Subsystem): RoutedRequest[] {
  const data = parsed(text, file);
  const entries = harEntries(data);
  if (entries) return all(entries.map(requestOfHar), file);
  if (!Array.isArray(data)) throw new CannotRun(fileFailures.notARequestFile, file);
  return all(
    data.map((item) => requestOfData(item, subsystem)),
    file,
  );
}

const all = (items: readonly Read<RoutedRequest>[], file: string): RoutedRequest[] =>
  items.map((item, i) => {
    if (item.problem) throw new CannotRun(`[${i}]${requestProblemWords(item.problem)}`, file);
    return item.value;
  });

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CannotRun(fileFailures.notWellFormedFormat('JSON', (error as Error).message, false), file);
  }
}
