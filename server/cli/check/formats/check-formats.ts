/** The formats of `check`: a report in, its text out. */

import { print, printCommands, printText } from '../../output.js';
import type { CheckReport } from '../report.js';
import type { Context } from './context.js';
import { githubReport } from './github.js';
import { jsonReport } from './json.js';
import { junitReport } from './junit.js';
import { prettyReport } from './pretty.js';
import { sarifReport } from './sarif.js';

export type CheckFormat = 'pretty' | 'json' | 'sarif' | 'github' | 'junit';

export const checkFormats: Readonly<Record<CheckFormat, (report: CheckReport, context: Context) => string>> =
  {
    pretty: prettyReport,
    json: jsonReport,
    sarif: sarifReport,
    github: githubReport,
    junit: junitReport,
  };

/** How each is printed for those who read it. */
export const printerOf: Readonly<Record<CheckFormat, (text: string) => void>> = {
  pretty: printText,
  json: print,
  sarif: print,
  github: printCommands,
  junit: print,
};
