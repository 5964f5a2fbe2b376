/** `check --format json`. */

import { ranges } from '../../../text/index.js';
import { type CheckReport, summarize } from '../report.js';

/** The report as data on one line: positions count from zero, in UTF-16 units, as LSP has them. */
export function jsonReport({ files, known }: CheckReport): string {
  const { routes, expressions, gateways, objects, errors, warnings, notices } = summarize(files);
  const report = {
    files: files.map(({ file, text, routesFor, subjects, problems }) => {
      const rangeOf = ranges(text);
      return {
        file,
        ...(routesFor && { flavor: routesFor.gateway.flavor }),
        routes: subjects.filter(({ kind }) => kind === 'route').length,
        ...(subjects.some(({ kind }) => kind === 'object') && {
          objects: subjects.filter(({ kind }) => kind === 'object').length,
        }),
        problems: problems.map(({ code, severity, message, subject, span }) => ({
          code,
          severity,
          message,
          ...(subject && { [subject.kind]: subject.label }),
          range: rangeOf(span),
        })),
      };
    }),
    summary: {
      files: files.length,
      routes,
      ...(expressions > 0 && { expressions }),
      ...(gateways > 0 && { gateways }),
      ...(objects > 0 && { objects }),
      errors,
      warnings,
      ...(notices > 0 && { notices }),
      ...(known !== null && { known }),
    },
  };
  return `${JSON.stringify(report)}\n`;
}
