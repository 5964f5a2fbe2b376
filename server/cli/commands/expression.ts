/** `kong-routes expression`: verdicts on expressions, one JSON text a line in and one answer a line out. */

import { Command, Option } from 'commander';
import type { Subsystem } from '../../../grammar/index.js';
import { type Language, readExpression } from '../../../grammar/index.js';
import { isUnjudged, messageOf, severityOf } from '../../problems/index.js';
import { fileFailures } from '../failure-words.js';
import { CannotRun } from '../files.js';
import { linesOf } from '../lines.js';
import { gateway, versionOf } from '../options.js';
import { fail, json, print, problemsFound } from '../output.js';

export const expressionCommand = (): Command =>
  new Command('expression')
    .description(
      'check expressions: reads one JSON string per line from standard input, prints one JSON result per line',
    )
    .addOption(
      new Option('--subsystem <subsystem>', 'subsystem whose fields the expressions use')
        .choices(['http', 'stream'])
        .makeOptionMandatory(),
    )
    .addOption(gateway())
    .action(async (options: { subsystem: Subsystem; gateway: string }) => {
      const language = { subsystem: options.subsystem, gatewayVersion: versionOf(options.gateway) };
      let number = 0;
      for await (const line of linesOf(process.stdin.setEncoding('utf8'))) {
        number++;
        if (line.trim() === '') continue;
        const answer = judgeExpression(jsonText(line, number), language);
        print(json(answer));
        if (!answer.ok) fail(problemsFound);
      }
    });

/**
 * Offsets are in UTF-16 units of the expression. `ok` means that Kong accepts the expression, and that everything was judged:
 * a regex that was not makes it false. Other warnings leave it true.
 */
export function judgeExpression(text: string, language: Language) {
  const { problems } = readExpression(text, language);
  return {
    ok: !problems.some(({ code }) => severityOf(code) === 'error' || isUnjudged(code)),
    problems: problems.map((problem) => ({
      code: problem.code,
      message: messageOf(problem),
      start: problem.span.start,
      end: problem.span.end,
    })),
  };
}

function jsonText(line: string, number: number): string {
  try {
    const text: unknown = JSON.parse(line);
    if (typeof text === 'string') return text;
  } catch {
    // Said below.
  }
  throw new CannotRun(fileFailures.notAJsonString(number));
}
