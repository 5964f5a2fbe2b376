/** A table of marked expressions: each range is a problem, and its code is next to it. */

import assert from 'node:assert/strict';
import {
  type ExpressionCode,
  parseGatewayVersion,
  readExpression,
  type Subsystem,
} from '../../grammar/index.js';
import { readMarks, writeMarks } from './marked-text.js';

/** The codes, without `expression-`, in the order of the marks. */
export type Row = readonly [marked: string, ...codes: string[]];

/** Every problem is where it is marked, and there is no other. */
export function assertProblems(
  [marked, ...codes]: Row,
  { subsystem = 'http', gateway = '3.9' }: { subsystem?: Subsystem; gateway?: string } = {},
): void {
  const { text, ranges } = readMarks(marked);
  const { problems } = readExpression(text, { subsystem, gatewayVersion: parseGatewayVersion(gateway)! });
  const short = (code: ExpressionCode) => code.replace('expression-', '');
  const found = [
    writeMarks(
      text,
      problems.map(({ span }) => span),
    ),
    ...problems.map(({ code }) => short(code)),
  ];
  assert.deepEqual(found, [writeMarks(text, ranges), ...codes]);
}
