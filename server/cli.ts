/** The terminal command: wiring between arguments, files and the features. Exits 0, 1 (problems) or 2 (cannot run). */

import { createInterface } from 'node:readline';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { type GatewayVersion, parseGatewayVersion, type Subsystem } from '../grammar/index.js';
import { type Found, holdAgainst, updateBaseline } from './cli/baseline-file.js';
import { checkFile, onceForAll } from './cli/check.js';
import { checkGateways, hasSettings, withElsewhere } from './cli/check-gateways.js';
import { matrixFormats, registerMatrix } from './cli/commands/matrix.js';
import { type ConvertedFile, convertFile, convertReport } from './cli/convert.js';
import { gatewayOfFile, searchAround } from './cli/detect.js';
import { unifiedDiff } from './cli/diff.js';
import {
  around,
  documentsOf,
  type FileDocument,
  type PathOptions,
  selectAll,
  standardInput,
} from './cli/documents.js';
import { judgeExpression } from './cli/expression.js';
import { CannotRun, replaceFile } from './cli/files.js';
import { type FixedFile, fixFile, fixSettings } from './cli/fix.js';
import { formatFile } from './cli/format.js';
import type { Context } from './cli/formats/context.js';
import { type CheckFormat, checkFormats } from './cli/formats/index.js';
import { problemsPage, version } from './cli/package.js';
import type { Selection } from './cli/paths.js';
import { applyPlan, planFolder, planText, writeTables } from './cli/plan.js';
import { type CheckReport, count, type Failure } from './cli/report.js';
import { askRunning, prettyRunning, runningFile } from './cli/running.js';
import { sourcePath } from './cli/source-path.js';
import { prettyTranslation, translateFile, translateReport } from './cli/translate.js';
import { placeText } from './features/plan/places.js';
import type { RunningFile } from './features/running.js';
import { repositoryOf } from './file-search.js';
import { assumedVersion, type GatewayOfDocument } from './gateway-of.js';
import { unknownVersion } from './gateways/index.js';
import { messageOf, type Severity } from './problems.js';
import type { Settings, Style } from './protocol.js';
import { routeMatchCalculations, routerFlavors } from './routes/gateway.js';
import { serve } from './server.js';
import { defaultSettings } from './settings.js';
import { Workspace } from './workspace.js';

const problemsFound = 1;
const cannotRun = 2;

const format = (formats: readonly string[] = ['pretty', 'json']) =>
  new Option('--format <format>', 'how to print').choices(formats).default('pretty');
const flavor = () =>
  new Option('--flavor <flavor>', 'the router_flavor of the Gateway')
    .choices(['auto', ...routerFlavors])
    .default(defaultSettings.routerFlavor);
const gateway = () =>
  new Option('--gateway <version>', 'the version of the Gateway, such as 3.9, or auto')
    .argParser((text) => {
      if (text !== 'auto' && !parseGatewayVersion(text))
        throw new InvalidArgumentError('Name a version such as 3.9 or 3.4.1.');
      return text;
    })
    .default(defaultSettings.gatewayVersion);

const calculation = () =>
  new Option('--route-match-calculation <calculation>', 'how the Gateway computes priorities')
    .choices(['auto', ...routeMatchCalculations])
    .default(defaultSettings.routeMatchCalculation);

const detect = () =>
  new Option('--no-detect', 'do not look in the files around for what the Gateway runs with');

/** What every command that reads files takes. */
const readsFiles = (command: Command): Command => withPathOptions(command.argument('<path...>', pathHelp));

const withPathOptions = (command: Command): Command =>
  command
    .option('--no-ignore', 'search what .gitignore and .kong-routes-ignore exclude, too')
    .option('--stdin-filename <name>', "the name of standard input, which is the path '-'");

const pathHelp =
  'decK state files, declarative configurations, routes of the Admin API (YAML, JSON); directories of them; ' +
  "globs, in quotes; '!glob' to leave out; '-' for standard input";

interface FileOptions extends PathOptions {
  readonly format: string;
  readonly flavor?: Settings['routerFlavor'];
  readonly gateway: string;
  readonly detect: boolean;
  readonly routeMatchCalculation?: Settings['routeMatchCalculation'];
}

const settingsOf = ({ flavor, gateway, routeMatchCalculation }: FileOptions): Settings => ({
  ...defaultSettings,
  gatewayVersion: gateway,
  ...(flavor && { routerFlavor: flavor }),
  ...(routeMatchCalculation && { routeMatchCalculation }),
});

const versionOf = (text: string): GatewayVersion => parseGatewayVersion(text) ?? assumedVersion;

const program = new Command('kong-routes')
  .description('Kong Gateway routes: problems, the view of each router flavor, conversions.')
  .usage('<command> [options]')
  // Commander answers a command that is missing or unknown with the whole help.
  .helpCommand(false)
  .argument('[words...]')
  .action(([command, topic]: string[]) => {
    if (command === 'help') (program.commands.find((known) => known.name() === topic) ?? program).help();
    const names = program.commands.map((known) => known.name()).join(', ');
    const problem = command === undefined ? 'name a command' : `there is no command '${command}'`;
    throw new CannotRun(`${problem}; the commands are ${names} (kong-routes --help)`);
  })
  .version(version(), '--version')
  .exitOverride()
  .showHelpAfterError(false);

interface CheckOptions extends FileOptions {
  readonly format: CheckFormat;
  readonly baseline?: string;
  readonly updateBaseline: boolean;
  readonly failOn: keyof typeof failing;
  readonly fix: boolean;
  readonly diff: boolean;
}

/** Which severities make `check` fail. */
const failing = {
  any: ['error', 'warning', 'information', 'hint'],
  warning: ['error', 'warning'],
  error: ['error'],
  none: [],
} satisfies Readonly<Record<string, readonly Severity[]>>;

readsFiles(program.command('check'))
  .description('report the problems of the routes in files, and of the settings of gateways')
  .addOption(format(Object.keys(checkFormats)))
  .addOption(flavor())
  .addOption(gateway())
  .addOption(detect())
  .option('--baseline <file>', 'report only problems that are not in this file')
  .option('--update-baseline', 'write the problems into the baseline', false)
  .addOption(
    new Option('--fail-on <severity>', 'the least severity that makes the exit code 1')
      .choices(Object.keys(failing))
      .default('any'),
  )
  .option('--fix', 'first make the quick fixes that leave nothing to decide, in the files', false)
  .addOption(
    new Option('--diff', 'with --fix: write nothing, and print a unified diff instead of the problems')
      .default(false)
      .conflicts('updateBaseline'),
  )
  .action(async (paths: string[], options: CheckOptions) => {
    const settings = settingsOf(options);
    if (options.updateBaseline && options.baseline === undefined) {
      throw new CannotRun("option '--update-baseline' needs '--baseline <file>'");
    }
    if (options.diff && !options.fix) throw new CannotRun("option '--diff' needs '--fix'");
    if (options.diff && options.format !== 'pretty') {
      throw new CannotRun(`option '--diff' cannot be used with option '--format ${options.format}'`);
    }
    if (options.fix) await fixFiles(paths, options);
    // The files as they are now.
    const { results, passedOver, failures, selections, workspace } = await eachFile(
      paths,
      options,
      ({ file, document, known, workspace }) =>
        withElsewhere(checkFile(file, document, known, workspace), document, known, workspace, settings),
      hasSettings,
      true,
    );
    const chosen = selections.flatMap((one) => one.settings);
    const checked = checkGateways(onceForAll(results), workspace, settings, chosen);
    const found = { checked, passedOver, isIncomplete: failures.length > 0 };
    const { files, known } = await againstBaseline(found, options);
    const isFailing = (severity: Severity) => (failing[options.failOn] as Severity[]).includes(severity);
    const report = { files, failures, known, isFailing };
    // For people, what standard error said is enough.
    if (!options.diff && (options.format !== 'pretty' || files.length > 0 || failures.length === 0)) {
      print(checkFormats[options.format](report, await formatContext()));
    }
    if (files.some(({ problems }) => problems.some(({ severity }) => isFailing(severity))))
      fail(problemsFound);
  });

/** Makes what fixes are safe, and says so. Settings go first: which problems a route has depends on them. */
async function fixFiles(paths: readonly string[], options: CheckOptions): Promise<void> {
  if (paths.includes(standardInput)) {
    throw new CannotRun(
      "option '--fix' writes files, and standard input is none: save it, and name the file",
    );
  }
  let fixes = 0;
  const changed = new Set<string>();
  const finish = (fixed: FixedFile) =>
    orComplain(async () => {
      const { file, before, text } = fixed;
      if (options.diff) print(unifiedDiff(file, before, text));
      else if (text !== before) await replaceFile(file, text);
      for (const line of [...fixed.done, ...fixed.leftAlone]) say(line);
      fixes += fixed.done.length;
      if (text !== before) changed.add(file);
    });
  const settings = settingsOf(options);
  const selections = await selectAll(paths, options);
  const found = options.detect ? await searchAround(around(selections)) : new Workspace();
  const chosen = selections.flatMap((one) => one.settings);
  const { files, workspace } = fixSettings(found, settings, chosen);
  for (const fixed of files) await finish(fixed);
  for await (const read of documentsOf(selections, (path) => hasSettings(path, workspace))) {
    // What cannot be read is told of when the files are checked.
    if (read instanceof CannotRun || !read.document) continue;
    const { gateway } = gatewayOfFile(workspace, read.file, read.document, settings);
    await finish(fixFile(read.file, read.document, gateway));
  }
  if (fixes === 0) return;
  const verb = options.diff ? 'would be fixed' : 'fixed';
  say(`${count(fixes, 'problem')} ${verb} in ${count(changed.size, 'file')}`);
}

async function againstBaseline(
  found: Found,
  options: CheckOptions,
): Promise<Pick<CheckReport, 'files' | 'known'>> {
  const { baseline } = options;
  if (baseline === undefined) return { files: found.checked, known: null };
  const { files, known, remarks } = await (options.updateBaseline ? updateBaseline : holdAgainst)(
    baseline,
    found,
  );
  for (const remark of remarks) say(remark);
  return { files, known };
}

async function formatContext(): Promise<Context> {
  const root = (await repositoryOf(process.cwd())) ?? process.cwd();
  return { pathOf: (file) => sourcePath(root, file), version: version(), problemsPage: problemsPage() };
}

readsFiles(program.command('translate'))
  .description('show how each router flavor reads the routes in files')
  .addOption(format())
  .addOption(gateway())
  .addOption(calculation())
  .addOption(detect())
  .action(async (paths: string[], options: FileOptions) => {
    const { results: translated } = await eachFile(paths, options, ({ file, document, known }) => ({
      file,
      routes: translateFile(document, known.gateway),
    }));
    if (options.format === 'json') print(json(translateReport(translated)));
    else for (const { file, routes } of translated) print(prettyTranslation(file, routes));
  });

registerMatrix<FileOptions>({
  command: readsFiles(program.command('matrix')),
  options: [flavor(), gateway(), calculation(), detect()],
  format: format(matrixFormats),
  readFiles: async (paths, options) => (await eachFile(paths, options, (read) => read)).results,
  print: (text) => print(text),
});

interface ConvertOptions extends FileOptions {
  readonly to: Style;
  readonly route?: string;
  readonly write: boolean;
  readonly diff: boolean;
}

readsFiles(program.command('convert'))
  .description('convert the routes in files; the result is printed, or shown as a diff, or written')
  .addOption(
    new Option('--to <style>', 'what to convert to')
      .choices(['expressions', 'traditional'])
      .makeOptionMandatory(),
  )
  .option('--route <name>', 'only the route with this name or id')
  .addOption(new Option('--write', 'change the files').default(false).conflicts('diff'))
  .option('--diff', 'print a unified diff', false)
  .addOption(format())
  .addOption(gateway())
  .addOption(calculation())
  .addOption(detect())
  .action(async (paths: string[], options: ConvertOptions) => {
    if (options.diff && options.format === 'json') {
      throw new CannotRun("option '--diff' cannot be used with option '--format json'");
    }
    if (options.write && paths.includes(standardInput)) {
      throw new CannotRun("option '--write' cannot be used with standard input");
    }
    const { results: files } = await eachFile(paths, options, ({ file, document, known }) =>
      convertFile(file, document, options.to, known.gateway, options.route ?? null),
    );
    const isJson = options.format === 'json';
    if (files.length > 1 && !options.write && !options.diff && !isJson) {
      throw new CannotRun('several files are not printed one after the other: add --diff or --write');
    }
    for (const file of files) {
      await orComplain(async () => {
        if (options.write && file.text !== file.document.text) await replaceFile(file.file, file.text);
        if (!isJson) printConversion(file, options);
      });
    }
    if (isJson) print(json(convertReport(files, options.write)));
    const found = files.some(({ converted, leftAlone }) => converted.length + leftAlone.length > 0);
    if (options.route !== undefined && !found) {
      throw new CannotRun(`no route named ${options.route} needs to be converted`);
    }
    if (files.some(({ leftAlone }) => leftAlone.length > 0)) fail(problemsFound);
  });

interface FormatOptions extends FileOptions {
  readonly check: boolean;
}

readsFiles(program.command('fmt'))
  .description('lay out the expressions in files')
  .option('--check', 'change nothing, and fail where something would change', false)
  .addOption(gateway())
  .addOption(detect())
  .action(async (paths: string[], options: FormatOptions) => {
    if (!options.check && paths.includes(standardInput)) {
      throw new CannotRun("standard input is only checked: add '--check'");
    }
    const { results: files } = await eachFile(paths, options, ({ file, document, known }) =>
      formatFile(file, document, known.gateway),
    );
    const changed = files.filter(({ document, text }) => text !== document.text);
    for (const { file, text, formatted } of changed) {
      await orComplain(async () => {
        if (!options.check) await replaceFile(file, text);
        const verb = options.check ? 'would be formatted' : 'formatted';
        say(`${file}: ${count(formatted.length, 'expression')} ${verb}: ${formatted.join(', ')}`);
      });
    }
    for (const { file, leftAlone } of files) {
      for (const { route, reason } of leftAlone) say(`${file}: ${route} left alone: ${reason}`);
    }
    if (options.check && changed.length > 0) fail(problemsFound);
  });

function printConversion(file: ConvertedFile, { write, diff }: ConvertOptions): void {
  if (diff) print(unifiedDiff(file.file, file.document.text, file.text));
  else if (!write) print(file.text);
  const { converted, leftAlone } = file;
  say(`${file.file}: ${count(converted.length, 'route')} converted, ${leftAlone.length} left alone`);
  for (const { route, notes } of converted) for (const note of notes) say(`  ${route}: ${note}`);
  for (const { route, reason } of leftAlone) say(`  ${route} left alone: ${reason}`);
}

interface PlanOptions {
  readonly from?: string;
  readonly to: string;
  readonly format: 'md' | 'json' | 'html';
  readonly apply: boolean;
  readonly writeTables?: string;
}

program
  .command('plan')
  .description(
    'plan a change of the router flavor for a directory: routes, settings, what stands beside, steps',
  )
  .argument('<directory>', 'with the files of routes and of gateways')
  .option('--from <flavor[@version]>', 'what runs today; left out: what the files tell')
  .addOption(
    new Option(
      '--to <flavor[@version]>',
      'what shall run: expressions, or expressions@3.9',
    ).makeOptionMandatory(),
  )
  .addOption(new Option('--format <format>', 'how to print').choices(['md', 'json', 'html']).default('md'))
  .addOption(new Option('--apply', 'write the conversions and the settings into the files').default(false))
  .option('--write-tables <directory>', 'write the routes in both forms, each below the name of its flavor')
  .action(async (directory: string, options: PlanOptions) => {
    const planned = await planFolder(directory, options, defaultSettings);
    const { plan } = planned;
    print(planText(plan, options.format));
    if (options.writeTables !== undefined) {
      for (const line of await writeTables(plan, options.writeTables)) say(line);
    }
    if (options.apply) {
      for (const { file, edits } of await applyPlan(planned))
        say(`${file}: ${count(edits.length, 'change')} written`);
    }
    const open = plan.summary.decisions;
    if (open.length === 0) return;
    if (options.apply)
      for (const { text, at } of open) say(`left to do: ${at ? `${placeText(at)}: ` : ''}${text}`);
    fail(problemsFound);
  });

program
  .command('expression')
  .description('judge expressions: JSON Lines of texts on standard input, one JSON answer a line')
  .addOption(
    new Option('--subsystem <subsystem>', 'which fields there are')
      .choices(['http', 'stream'])
      .makeOptionMandatory(),
  )
  .addOption(gateway())
  .action(async (options: { subsystem: Subsystem; gateway: string }) => {
    const language = { subsystem: options.subsystem, gatewayVersion: versionOf(options.gateway) };
    let number = 0;
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (line.trim() === '') continue;
      const answer = judgeExpression(jsonText(line, number), language);
      print(json(answer));
      if (!answer.ok) fail(problemsFound);
    }
  });

interface RunningOptions extends PathOptions {
  readonly file: readonly string[];
  readonly timeout: number;
  readonly format: 'pretty' | 'json';
  readonly detect: boolean;
}

async function runningFiles(paths: readonly string[], options: RunningOptions): Promise<RunningFile[]> {
  const fileOptions = { ...options, gateway: defaultSettings.gatewayVersion };
  const { results } = await eachFile(paths, fileOptions, ({ file, document, known }) =>
    runningFile(file, document, known.gateway),
  );
  // Of one that is named by mistake every gateway would have all routes.
  for (const { name, document } of results) if (document.kind === null) complain(`${name}: no Kong routes`);
  return results;
}

withPathOptions(program.command('running'))
  .description('compare gateways that run with one another, and with the routes of files')
  .argument('<address...>', 'Admin APIs, such as http://localhost:8001; the path of a workspace may follow')
  .option('--file <path...>', `the routes that the gateways are meant to have: ${pathHelp}`, [])
  .addOption(
    new Option('--timeout <seconds>', 'how long each answer may take')
      .argParser((text) => {
        const seconds = Number(text);
        if (!(seconds > 0 && seconds <= 600)) throw new InvalidArgumentError('Name seconds, up to 600.');
        return seconds;
      })
      .default(10),
  )
  .addOption(format())
  .addOption(detect())
  .addHelpText(
    'after',
    '\nA token is taken from the environment variable KONG_ADMIN_TOKEN and from nowhere else.',
  )
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
    else print(prettyRunning(report, paths.length === 0 ? null : paths.join(', ')));
    if (!report.agrees) fail(problemsFound);
    if (report.nodes.some(({ failure }) => failure !== null)) fail(cannotRun);
  });

program
  .command('lsp')
  .description('run the language server, for any editor')
  .requiredOption('--stdio', 'talk over standard input and output')
  .action(() => serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout)));

/** Goes on with the other files where one cannot be read, and says so on standard error. */
async function eachFile<Result>(
  words: readonly string[],
  options: FileOptions,
  act: (read: ReadFile) => Result | Promise<Result>,
  needsNoRoutes: (path: string, workspace: Workspace) => boolean = () => false,
  /** The command itself reports a version that is not known. */
  reportsVersion = false,
): Promise<{
  readonly results: Result[];
  readonly passedOver: string[];
  readonly failures: Failure[];
  readonly selections: readonly Selection[];
  readonly workspace: Workspace;
}> {
  const selections = await selectAll(words, options);
  const workspace = options.detect ? await searchAround(around(selections)) : new Workspace();
  const settings = settingsOf(options);
  if (!reportsVersion) sayUnknownVersion(options.gateway);
  const results: Result[] = [];
  const passedOver: string[] = [];
  const failures: Failure[] = [];
  for await (const found of documentsOf(selections, (path) => needsNoRoutes(path, workspace))) {
    if (found instanceof CannotRun) {
      complain(found.message);
      failures.push(found.failure);
    } else if (!found.document) passedOver.push(found.file);
    else {
      const known = gatewayOfFile(workspace, found.file, found.document, settings);
      results.push(await act({ ...found, known, workspace }));
    }
  }
  return { results, passedOver, failures, selections, workspace };
}

/** A version that was asked for and that the rules were not made for. */
function sayUnknownVersion(text: string): void {
  const version = parseGatewayVersion(text);
  const args = version && unknownVersion(version);
  if (args) say(messageOf({ code: 'gateway-version-unknown', args }));
}

/** A file with what is known of its Gateway. */
interface ReadFile extends FileDocument {
  readonly known: GatewayOfDocument;
  readonly workspace: Workspace;
}

/** What cannot be done is said, and what comes after it is done. */
async function orComplain(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    complain(error.message);
  }
}

function jsonText(line: string, number: number): string {
  try {
    const text: unknown = JSON.parse(line);
    if (typeof text === 'string') return text;
  } catch {
    // Said below.
  }
  throw new CannotRun(`line ${number} of standard input is no JSON text such as "http.path == \\"/a\\""`);
}

const json = (value: unknown) => `${JSON.stringify(value)}\n`;

const print = (text: string) => void process.stdout.write(text);

const say = (text: string) => void process.stderr.write(`${text}\n`);

/** The gravest outcome counts. */
function fail(code: number): void {
  process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
}

function complain(message: string): void {
  say(`kong-routes: ${message}`);
  fail(cannotRun);
}

// A reader that closes early, such as `head`, has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

for (const command of program.commands) command.copyInheritedSettings(program);
program.configureOutput({ outputError: () => {} });
for (const command of program.commands) command.configureOutput({ outputError: () => {} });

async function run(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help that was asked for is no failure.
      if (error.exitCode !== 0) complain(error.message.replace(/^error: /, ''));
    } else if (error instanceof CannotRun) complain(error.message);
    else complain(`this is a bug of kong-routes, please report it: ${(error as Error).stack}`);
  }
}

void run();
