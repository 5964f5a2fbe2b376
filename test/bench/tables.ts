/**
 * What a table of routes costs, by the number of routes: to read it, to check its routes, to analyse the table and again after an
 * edit of one route, and to convert all of it with proof. Processor time and memory; `node out/test/bench/tables.js [routes …]`.
 * The figures are for reading.
 */

import { pathToFileURL } from 'node:url';
import { parseDocument } from 'yaml';
import { DocumentAnalysis } from '../../server/analysis/index.js';
import { problemsInPieces, tableProblems } from '../../server/checks/index.js';
import { convertTable } from '../../server/conversion/index.js';
import { readDocument, rereadDocument } from '../../server/documents/index.js';
import type { Gateway } from '../../server/routes/index.js';
import { unpaired } from '../../server/workspace/pairing.js';
import { bigDeckFile } from './big-file.js';

const gateway: Gateway = { flavor: 'expressions', version: [3, 9] };
const uri = 'file:///kong.yaml';

/** @returns the result, and the processor time in milliseconds */
export function timed<Value>(act: () => Value): readonly [Value, number] {
  const before = process.cpuUsage();
  const value = act();
  const { user, system } = process.cpuUsage(before);
  return [value, (user + system) / 1000];
}

function finish<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** What `check` does with a file, in milliseconds. */
export function checkTime(text: string, format: 'json' | 'yaml', of: Gateway): number {
  const [, spent] = timed(() => {
    const analysis = new DocumentAnalysis(readDocument(text, format), of);
    finish(problemsInPieces(analysis, {}));
    return finish(tableProblems([{ uri, analysis, pairing: unpaired }], {}));
  });
  return spent;
}

export function tableTimes(routes: number): string {
  const text = bigDeckFile(routes);
  const [, parsing] = timed(() => parseDocument(text));
  const [document, reading] = timed(() => readDocument(text, 'yaml'));
  const analysis = new DocumentAnalysis(document, gateway);
  const [, checking] = timed(() => finish(problemsInPieces(analysis, {})));
  const tableOf = (of: DocumentAnalysis) => [{ uri, analysis: of, pairing: unpaired }];
  const [, table] = timed(() => finish(tableProblems(tableOf(analysis), {})));
  const number = Math.floor(routes / 10) * 5;
  const edited = text.replace(`/orders/${number}/items`, `/orders/${number}/items-x`);
  const next = new DocumentAnalysis(rereadDocument(document, edited), gateway, analysis);
  const [, again] = timed(() => finish(tableProblems(tableOf(next), {})));
  const [{ verification }, converting] = timed(() => finish(convertTable(analysis, 'expressions')));
  const check = reading + checking + table;
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  return [
    `${routes.toLocaleString('en')} routes: \`yaml\` ${seconds(parsing)}, read ${seconds(reading)}, routes ${seconds(checking)}`,
    `table ${seconds(table)}, again after an edit ${again.toFixed(0)} ms`,
    `check ${seconds(check)} (${(check / parsing).toFixed(1)} × \`yaml\`)`,
    `converted in ${seconds(converting)} (${verification.kind}, with reading ${((reading + converting) / check).toFixed(1)} × check), ${memory} MB`,
  ].join('; ');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const routes of process.argv.slice(2).map(Number)) console.log(tableTimes(routes));
}
