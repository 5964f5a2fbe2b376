// A reporter for Node's test runner: one line of JSON for each test that was skipped.
import { relative } from 'node:path';
import { root } from './commands.mjs';

/**
 * @typedef {object} SkippedTest
 * @property {string} name
 * @property {string} file the source, from the root of the repository
 * @property {string} reason
 */

/** @param {AsyncIterable<import('node:test/reporters').TestEvent>} events */
export default async function* skippedTests(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:pass' || data.skip === undefined) continue;
    const file = relative(root, data.file ?? '')
      .replace(/^out[\\/]/, '')
      .replace(/\.js$/, '.ts');
    const reason = typeof data.skip === 'string' ? data.skip : 'no reason is given';
    yield `${JSON.stringify({ name: data.name, file, reason })}\n`;
  }
}
