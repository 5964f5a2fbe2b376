/**
 * `kong-routes compare`: whether two tables send every request to the same route, or which requests match another
 * route.
 */

import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import {
  type ComparedSide,
  type Comparison,
  compareSides,
  comparisonPage,
  type Difference,
  differenceWords,
  outcomeChange,
  reasonWords,
  verdictWords,
  type Winner,
} from '../../comparison/index.js';
import { type At, markdownOf } from '../../pages/index.js';
import { gatewayAs } from '../../route-tests/index.js';
import { encodePath, oneLine, positions } from '../../text/index.js';
import { colors, withoutColors } from '../colors.js';
import { type ControllerOptions, controllerOptions } from '../controller-options.js';
import { usageFailures } from '../failure-words.js';
import { CannotRun } from '../files.js';
import { namedRouter } from '../gateway-option.js';
import { calculation, detect, type FileOptions, flavor, format, gateway } from '../options.js';
import {
  cannotRun,
  fail,
  json,
  print,
  printCommands,
  printRemark,
  printText,
  problemsFound,
} from '../output.js';
import { ProgressBar } from '../progress-bar.js';
import { progressWords } from '../result-words.js';
import { readTableSource, type TableSource } from '../table-source.js';

interface CompareOptions extends FileOptions, ControllerOptions {
  readonly format: 'pretty' | 'json' | 'md' | 'github';
  readonly from?: string;
  readonly to?: string;
}

/** Each table is one word, so that a folder represents all of its files. */
interface Tables {
  readonly before: TableSource;
  readonly after: TableSource;
  readonly names: { readonly before: string; readonly after: string };
}

export const compareCommand = (): Command =>
  controllerOptions(new Command('compare'))
    .description(
      'prove that two sets of routes send every request to the same route, or show requests that move',
    )
    .argument(
      '<table...>',
      'two sets of routes: files, directories, git REVISION:path, URLs of Admin APIs; or one, with --from and --to',
    )
    .option(
      '--from <router>',
      'router before the change: a flavor, optionally with @VERSION, such as traditional@3.4',
    )
    .option('--to <router>', 'router after the change')
    .addOption(format(['pretty', 'json', 'md', 'github']))
    .addOption(flavor())
    .addOption(gateway())
    .addOption(calculation())
    .addOption(detect())
    .option('--no-ignore', 'also search files that .gitignore and .kong-routes-ignore exclude')
    .addHelpText('after', '\nExit code 0: the routes are equal. 1: they differ. 2: not decided.')
    .action(async (words: string[], options: CompareOptions) => {
      const tables = await tablesOf(words, options);
      const comparison = new ProgressBar().run(
        compareSides(tables.before, tables.after),
        progressWords.comparing,
      );
      warn(comparison, tables);
      printerOf[options.format](written(comparison, tables, options));
      if (comparison.failures.length > 0) fail(cannotRun);
      else if (comparison.verdict === 'different') fail(problemsFound);
      else if (comparison.verdict === 'not-decided') fail(cannotRun);
    });

async function tablesOf(words: readonly string[], options: CompareOptions): Promise<Tables> {
  const [first = '', second, ...others] = words;
  const routers = options.from !== undefined || options.to !== undefined;
  if (others.length > 0) throw new CannotRun(usageFailures.sidesMissing);
  if (second === undefined && !routers) {
    throw new CannotRun(usageFailures.secondSideMissing);
  }
  const was = await readTableSource([first], options);
  const is = second === undefined ? was : await readTableSource([second], options);
  const before = {
    ...was,
    gateway: options.from === undefined ? was.gateway : gatewayAs(was.gateway, namedRouter(options.from)),
  };
  const after = {
    ...is,
    gateway: options.to === undefined ? is.gateway : gatewayAs(is.gateway, namedRouter(options.to)),
  };
  return { before, after, names: { before: `\`${first}\``, after: `\`${second ?? first}\`` } };
}

/** What makes that a Gateway would not do as the routers here. */
function warn({ warnings }: Comparison, { names }: Tables): void {
  for (const side of ['before', 'after'] as const) {
    for (const { route, message } of warnings[side]) {
      printRemark(`${plain(names[side])}: ${route === null ? '' : `${route}: `}${message}`);
    }
  }
}

const printerOf = { json: print, md: printText, github: printCommands, pretty: printText } as const;

function written(comparison: Comparison, tables: Tables, { format }: CompareOptions): string {
  switch (format) {
    case 'json':
      return json(comparisonData(comparison));
    case 'md':
      return markdownText(comparison, tables);
    case 'github':
      return githubText(comparison);
    default:
      return prettyText(comparison);
  }
}

/** In a workflow of GitHub links are those of the commit, as a comment has no folder that paths count from. */
function markdownText(comparison: Comparison, { before, after, names }: Tables): string {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = process.env;
  const olds = new Set(comparison.differences.map((one) => one.before));
  const commitOf = (winner: Winner) => (olds.has(winner) ? before.commit : after.commit) ?? sha;
  if (!server || !repository || !sha) return markdownOf(comparisonPage(comparison, names, placeOf));
  const blocks = comparisonPage(comparison, names, (winner) => {
    const at = placeOf(winner);
    return at && { ...at, uri: `${server}/${repository}/blob/${commitOf(winner)}` };
  });
  return markdownOf(blocks, ({ uri, file, range }) => `${uri}/${encodePath(file)}#L${range.start.line + 1}`);
}

function placeOf({ table, route }: Winner): At | null {
  if (route === null) return null;
  const { file, document, sourced } = table.routes[route]!;
  if (/^https?:/.test(file)) return null;
  const start = positions(document.text)(sourced.start);
  return { uri: file, file: relative(process.cwd(), resolve(file)), range: { start, end: start } };
}

const plain = (text: string) => text.replaceAll('`', '');

function comparisonData(comparison: Comparison) {
  const { verdict, isComplete, isCutShort, requests, failures, routes, before, after } = comparison;
  const winner = ({ table, route }: Winner) => (route === null ? null : table.routes[route]!.label);
  return {
    verdict,
    isComplete,
    isCutShort,
    requests,
    failures,
    before: sideData(before, routes.before),
    after: sideData(after, routes.after),
    differences: comparison.differences.map((one) => ({
      kind: one.kind,
      subsystem: one.subsystem,
      request: one.request,
      before: winner(one.before),
      after: winner(one.after),
      isOpen: one.isOpen,
      message: plain(differenceWords(one)),
      reasons: one.reasons.map((reason) => ({
        kind: reason.kind,
        route: reason.route,
        message: plain(reasonWords(reason)),
      })),
      outcome: {
        before: one.before.table.router.match(one.request).outcome(),
        after: one.after.table.router.match(one.request).outcome(),
      },
    })),
  };
}

const sideData = ({ gateway }: ComparedSide, routes: number) => ({
  flavor: gateway.flavor,
  gateway: gateway.version.join('.'),
  routes,
});

function prettyText(comparison: Comparison): string {
  const { verdict, differences } = comparison;
  const color = { equal: colors.green, different: colors.red, 'not-decided': colors.yellow }[verdict];
  return [
    ...differences.map((one) => `${differenceLines(one).join('\n')}\n`),
    `${color(plain(verdictWords(comparison)))}\n`,
  ].join('\n');
}

function differenceLines(difference: Difference): string[] {
  const change = difference.kind === 'outcome' ? outcomeChange(difference) : null;
  return [
    oneLine(plain(differenceWords(difference))),
    ...difference.reasons.map((reason) => colors.dim(`  ${oneLine(plain(reasonWords(reason)))}`)),
    ...(change === null
      ? []
      : [colors.dim(`  before: ${oneLine(change[0])}`), colors.dim(`  after: ${oneLine(change[1])}`)]),
  ];
}

/** Workflow commands: an annotation at the route that gets the requests now, else at the one that had them. */
function githubText(comparison: Comparison): string {
  const lines = comparison.differences.map((difference) => {
    const at = placeOf(difference.after) ?? placeOf(difference.before);
    const place = at ? ` file=${property(at.file)},line=${at.range.start.line + 1}` : '';
    return `::warning${place}::${escaped(differenceLines(difference).map(withoutColors).join('\n'))}`;
  });
  return `${[...lines, plain(verdictWords(comparison))].join('\n')}\n`;
}

const escaped = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
