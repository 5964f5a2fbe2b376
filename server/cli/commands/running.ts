/** `kong-routes running`: gateways that run, beside one another and beside files. */

import type { RouteDocument } from '../../documents/index.js';
import type { RunningFinding, RunningNode, RunningReport } from '../../protocol.js';
import type { Gateway } from '../../routes/index.js';
import {
  compareWithRunning,
  defaultLimits,
  describeNode,
  questionsOf,
  type RunningFile,
  readNodes,
  runningSummary,
  workspaceOf,
} from '../../running/index.js';
import { ranges } from '../../text/index.js';
import { colors } from '../colors.js';

export const runningFile = (name: string, document: RouteDocument, gateway: Gateway): RunningFile => ({
  name,
  document,
  gateway,
  rangeOf: ranges(document.text),
});

/**
 * Asks gateways.
 *
 * @param token for each of them
 * @param seconds that each answer may take
 */
export async function askRunning(
  addresses: readonly string[],
  files: readonly RunningFile[],
  token: string | null,
  seconds: number,
  assumed: Gateway,
): Promise<RunningReport> {
  const nodes = addresses.map((address) => ({ address, token }));
  const read = await readNodes(nodes, questionsOf(files), {
    signal: new AbortController().signal,
    limits: { ...defaultLimits, timeout: seconds * 1000 },
    workspace: workspaceOf(files),
  });
  return compareWithRunning(files, read, files[0]?.gateway ?? assumed, Date.now() / 1000);
}

/** @param subject the files, as one of people says them; `null` where there are none */
export function prettyRunning(report: RunningReport, subject: string | null): string {
  const { agrees, nodes, problems, notes } = report;
  const sections = [
    ...nodes.map((node) => nodeSection(node, subject)),
    ...problems.map(({ code, message }) => `${colors.red('error')} ${colors.dim(code)}  ${message}\n`),
    ...notes.map((note) => colors.dim(`${note}\n`)),
  ];
  const summary = runningSummary(report, subject);
  return `${sections.join('\n')}\n${agrees ? colors.green(summary) : colors.red(summary)}\n`;
}

function nodeSection(node: RunningNode, subject: string | null): string {
  const { address, failure, findings, notes, routes } = node;
  const title = `${colors.bold(address)}${routes === null ? '' : `  ${describeNode(node)}`}`;
  const lines = [
    ...(failure ? [`  ${colors.red('not asked')}  ${failure.message}`] : []),
    ...findings.flatMap((finding) => findingLines(finding, subject)),
    ...notes.map((note) => colors.dim(`  ${note}`)),
  ];
  return `${[title, ...lines].join('\n')}\n`;
}

function findingLines(
  { kind, route, message, fields, place }: RunningFinding,
  subject: string | null,
): string[] {
  const at = place
    ? [colors.dim(`    at ${place.file}:${place.range.start.line + 1}:${place.range.start.character + 1}`)]
    : [];
  const sides = subject === null ? ['there', 'here'] : ['file', 'node'];
  const width = Math.max(...sides.map((side) => side.length));
  return [
    `  ${colors.yellow(kind)}  ${colors.bold(route)}: ${message}`,
    ...at,
    ...fields.flatMap(({ field, expected, actual }) => [
      `    ${field}`,
      `      ${sides[0]!.padEnd(width)} ${colors.green(expected ?? 'nothing')}`,
      `      ${sides[1]!.padEnd(width)} ${colors.red(actual ?? 'nothing')}`,
    ]),
  ];
}
