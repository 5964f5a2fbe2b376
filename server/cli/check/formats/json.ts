/** `check --format json`. */

import { ranges } from '../../../text/index.js';
import { json } from '../../output.js';
import { type CheckReport, checkedInPart, routesIn, summarize } from '../report.js';

/** The report as data on one line: positions count from zero, in UTF-16 units, as in LSP. */
export function jsonReport({ files, known }: CheckReport): string {
  const { routes, expressions, gateways, objects, errors, warnings, notices, ...left } = summarize(files);
  const { notRead, inPart, notChecked, notReadCompletely } = left;
  const report = {
    files: files.map((checked) => {
      const { file, text, routesFor, subjects, problems, isReadCompletely } = checked;
      const broken = subjects.filter(({ isBroken }) => isBroken);
      const rangeOf = ranges(text);
      const inPart = checkedInPart(checked);
      return {
        file,
        ...(routesFor && { flavor: routesFor.gateway.flavor }),
        routes: routesIn(checked),
        ...(subjects.some(({ kind }) => kind === 'object') && {
          objects: subjects.filter(({ kind }) => kind === 'object').length,
        }),
        ...(isReadCompletely === false && { readCompletely: false }),
        ...(broken.length > 0 && { notChecked: broken.map(({ kind, label }) => ({ [kind]: label })) }),
        ...(inPart.length > 0 && {
          checkedInPart: inPart.map(({ kind, label, open }) => ({ [kind]: label, fields: open })),
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
      ...(notRead > 0 && { notRead }),
      ...(notReadCompletely > 0 && { notReadCompletely }),
      ...(notChecked > 0 && { notChecked }),
      ...(inPart > 0 && { checkedInPart: inPart }),
      ...(known !== null && { known }),
    },
  };
  return json(report);
}
