/** `kong-routes running`: compares running gateways with each other and with files. */

import { Command, InvalidArgumentError, Option } from 'commander';
import type { DocumentAnalysis } from '../../analysis/index.js';
import type { RunningFinding, RunningNode, RunningReport } from '../../protocol/index.js';
import type { Gateway } from '../../routes/index.js';
import {
  compareWithRunning,
  defaultLimits,
  describeNode,
  httpExchange,
  questionsOf,
  type RunningFile,
  readNodes,
  runningSummary,
  workspaceOf,
} from '../../running/index.js';
import { largest, oneLine, ranges } from '../../text/index.js';
import { assumedVersion, defaultSettings } from '../../workspace/index.js';
import { colors } from '../colors.js';
import type { PathOptions } from '../documents.js';
import { eachFile } from '../each-file.js';
import { fileFailures, usageFailures } from '../failure-words.js';
import { detect, format, pathHelp, withPathOptions } from '../options.js';
import { cannotRun, fail, json, print, printProblem, printText, problemsFound } from '../output.js';

interface RunningOptions extends PathOptions {
  readonly file: readonly string[];
  readonly timeout: number;
  readonly format: 'pretty' | 'json';
  readonly detect: boolean;
}

async function runningFiles(paths: readonly string[], options: RunningOptions): Promise<RunningFile[]> {
  const fileOptions = { ...options, gateway: defaultSettings.gatewayVersion };
  const { results } = await eachFile(paths, fileOptions, ({ file, analysis }) => runningFile(file, analysis));
  // Of one that is named by mistake every gateway would have all routes.
  for (const { name, analysis } of results)
    if (analysis.document.kind === null) printProblem(fileFailures.fileWithoutRoutes(name));
  return results;
}

export const runningCommand = (): Command =>
  withPathOptions(new Command('running'))
    .description('compare running Gateways with each other and with the routes in files')
    .argument('<url...>', 'URL of an Admin API, such as http://localhost:8001; a workspace path may follow')
    .option('--file <path...>', `routes that the Gateways should have: ${pathHelp}`, [])
    .addOption(
      new Option('--timeout <seconds>', 'timeout of each request')
        .argParser((text) => {
          const seconds = Number(text);
          if (!(seconds > 0 && seconds <= 600)) throw new InvalidArgumentError(usageFailures.notATimeout);
          return seconds;
        })
        .default(10),
    )
    .addOption(format())
    .addOption(detect())
    .addHelpText('after', '\nThe token is read only from the environment variable KONG_ADMIN_TOKEN.')
    .action(async (addresses: string[], options: RunningOptions) => {
      const { file: paths, timeout, format } = options;
      const files = paths.length === 0 ? [] : await runningFiles(paths, options);
      // A file that cannot be read was complained of; without it every route would be missing.
      if (process.exitCode) return;
      const token = process.env.KONG_ADMIN_TOKEN?.trim() || null;
      const report = await askRunning(addresses, files, token, timeout, {
        flavor: 'traditional_compatible',
        version: assumedVersion,
      });
      if (format === 'json') print(json(report));
      else printText(prettyRunning(report, paths.length === 0 ? null : paths.join(', ')));
      if (!report.agrees) fail(problemsFound);
      if (report.nodes.some(({ failure }) => failure !== null)) fail(cannotRun);
    });

export const runningFile = (name: string, analysis: DocumentAnalysis): RunningFile => ({
  name,
  analysis,
  rangeOf: ranges(analysis.document.text),
});

/**
 * Asks gateways.
 *
 * @param token for each of them
 * @param seconds the time limit of each answer
 */
export async function askRunning(
  addresses: readonly string[],
  files: readonly RunningFile[],
  token: string | null,
  seconds: number,
  assumed: Gateway,
): Promise<RunningReport> {
  const nodes = addresses.map((address) => ({ address }));
  const read = await readNodes(nodes, questionsOf(files), {
    exchangeFor: () => httpExchange(token),
    signal: new AbortController().signal,
    limits: { ...defaultLimits, timeout: seconds * 1000 },
    workspace: workspaceOf(files),
  });
  return compareWithRunning(files, read, files[0]?.analysis.gateway ?? assumed, Date.now() / 1000);
}

/** @param subject the files, as one of people says them; `null` if there are none */
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
  return `${[title, ...lines].map(oneLine).join('\n')}\n`;
}

function findingLines(
  { kind, route, message, fields, place }: RunningFinding,
  subject: string | null,
): string[] {
  const at = place
    ? [colors.dim(`    at ${place.file}:${place.range.start.line + 1}:${place.range.start.character + 1}`)]
    : [];
  const sides = subject === null ? ['there', 'here'] : ['file', 'node'];
  const width = largest(sides.map((side) => side.length));
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
