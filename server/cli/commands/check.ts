/** `kong-routes check`: the problems of the routes in files, and of the settings of gateways. */

import { Command, Option } from 'commander';
import { DocumentAnalysis } from '../../analysis/index.js';
import { isUnjudged, isUnread, type Severity } from '../../problems/index.js';
import { Workspace } from '../../workspace/index.js';
import { compareWithBaseline, type Found, updateBaseline } from '../check/baseline-file.js';
import { checkFile, onceForAll } from '../check/check-files.js';
import { checkGateways, hasSettings, keyOfPath, withOtherGateways } from '../check/check-gateways.js';
import { checkManifests, holdsManifests, textsOf } from '../check/check-manifests.js';
import { checkTables } from '../check/check-tables.js';
import { type FixedFile, fixFile, fixSettings } from '../check/fix-files.js';
import { type CheckFormat, checkFormats, printerOf } from '../check/formats/check-formats.js';
import type { Context } from '../check/formats/context.js';
import type { CheckedFile, CheckReport } from '../check/report.js';
import { askedController, type ControllerOptions, controllerOptions } from '../controller-options.js';
import { gatewayOfFile, searchAround } from '../detect.js';
import { unifiedDiff } from '../diff.js';
import { around, documentsOf, selectAll, standardInput } from '../documents.js';
import { eachFile } from '../each-file.js';
import { usageFailures } from '../failure-words.js';
import { CannotRun } from '../files.js';
import { detect, type FileOptions, flavor, format, gateway, readsFiles, settingsOf } from '../options.js';
import { fail, notRead, orPrintProblem, print, printRemark, problemsFound } from '../output.js';
import { problemsPage, version } from '../package.js';
import type { Selection } from '../paths.js';
import { replaceFile } from '../replace-file.js';
import { repositoryAbove } from '../repository.js';
import { checkResults } from '../result-words.js';
import { sourcePath } from '../source-path.js';

interface CheckOptions extends FileOptions, ControllerOptions {
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

export const checkCommand = (): Command =>
  controllerOptions(readsFiles(new Command('check')))
    .description('report problems in routes and in Gateway settings')
    .addOption(format(Object.keys(checkFormats)))
    .addOption(flavor())
    .addOption(gateway())
    .addOption(detect())
    .option('--baseline <file>', 'report only problems that are not in this baseline file')
    .option('--update-baseline', 'write the problems that are found to the baseline file', false)
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that fails the run')
        .choices(Object.keys(failing))
        .default('warning'),
    )
    .option('--fix', 'apply safe fixes before reporting', false)
    .addOption(
      new Option('--diff', 'with --fix: print a unified diff instead of writing files and reporting problems')
        .default(false)
        .conflicts('updateBaseline'),
    )
    .action(check);

async function check(paths: string[], options: CheckOptions): Promise<void> {
  const settings = settingsOf(options);
  if (options.updateBaseline && options.baseline === undefined) {
    throw new CannotRun(usageFailures.optionNeeds('--update-baseline', '--baseline <file>'));
  }
  if (options.diff && !options.fix) throw new CannotRun(usageFailures.optionNeeds('--diff', '--fix'));
  if (options.diff && options.format !== 'pretty') {
    throw new CannotRun(usageFailures.optionNotWith('--diff', `--format ${options.format}`));
  }
  if (options.fix) await fixFiles(paths, options);
  const asked = askedController(options);
  const sourcesOf = (found: Workspace) => (options.detect ? found : found.withoutGateways());
  // The files as they are now.
  const { results, passedOver, failures, selections, workspace, surroundings } = await eachFile(
    paths,
    options,
    ({ file, analysis, known, workspace, bar }) => ({
      checked: withOtherGateways(
        checkFile(file, analysis, known, workspace, {}, bar),
        analysis,
        workspace,
        settings,
      ),
      analysis,
    }),
    (path, workspace, surroundings) =>
      hasSettings(path, workspace) || holdsManifests(path, sourcesOf(surroundings), settings, asked),
    true,
  );
  const tables = checkTables(results, workspace, settings);
  for (const remark of tables.remarks) printRemark(remark);
  const sources = sourcesOf(surroundings);
  const unread = [...tables.files.filter(({ isWhole }) => !isWhole), ...(await textsOf(passedOver, sources))];
  const manifests = checkManifests(unread, sources, settings, asked);
  const chosen = selections.flatMap((one) => one.settings);
  const checked = checkGateways(onceForAll(joined(tables.files, manifests)), workspace, settings, chosen);
  const found = { checked, passedOver, isIncomplete: failures.length > 0 || checked.some(isBroken) };
  const { files, known } = await againstBaseline(found, options);
  const isFailing = (severity: Severity) => (failing[options.failOn] as Severity[]).includes(severity);
  const report = { files, failures, known, isFailing };
  // For people, what standard error said is enough.
  if (!options.diff && (options.format !== 'pretty' || files.length > 0 || failures.length === 0)) {
    printerOf[options.format](checkFormats[options.format](report, await formatContext()));
  }
  const all = files.flatMap(({ problems }) => problems);
  const isFailed = all.some(
    ({ code, severity }) => (isFailing(severity) && !isUnread(code)) || isUnjudged(code),
  );
  if (isFailed) fail(problemsFound);
  else if (
    files.some((file) => !isMention(file, selections) && file.problems.some(({ code }) => isUnread(code)))
  )
    fail(notRead);
}

/** Documentation that was only found: its content counts as an example unless the file is named. */
function isMention({ file }: CheckedFile, selections: readonly Selection[]): boolean {
  if (!/\.(?:md|mdx|markdown|adoc|asciidoc|rst)$/i.test(file)) return false;
  return !selections.some(({ kind, files }) => kind === 'file' && files.includes(file));
}

/** A file that holds manifests is one, and may have Kong documents in it. */
function joined(results: readonly CheckedFile[], manifests: readonly CheckedFile[]): CheckedFile[] {
  const byKey = new Map(manifests.map((file) => [keyOfPath(file.file), file]));
  const named = new Set(results.map(({ file }) => keyOfPath(file)));
  const all = results.map((file) => {
    const manifest = byKey.get(keyOfPath(file.file));
    return manifest ? (file.isKongs ? together(file, manifest) : manifest) : file;
  });
  return [...all, ...manifests.filter(({ file }) => !named.has(keyOfPath(file)))];
}

const together = (file: CheckedFile, { subjects, problems, made = 0 }: CheckedFile): CheckedFile => ({
  ...file,
  made,
  subjects: [...file.subjects, ...subjects],
  problems: [...file.problems, ...problems].sort((a, b) => a.span.start - b.span.start),
});

/** A syntax error may hide other problems: the baseline would be incomplete. */
const isBroken = ({ problems }: CheckedFile): boolean =>
  problems.some(({ code }) => code === 'document-syntax');

/** Applies safe fixes and lists them. Settings first: the problems of routes depend on them. */
async function fixFiles(paths: readonly string[], options: CheckOptions): Promise<void> {
  if (paths.includes(standardInput)) {
    throw new CannotRun(usageFailures.stdinCannotBeFixed);
  }
  let fixes = 0;
  const changed = new Set<string>();
  const finish = (fixed: FixedFile) =>
    orPrintProblem(async () => {
      const { file, before, text } = fixed;
      if (options.diff) print(unifiedDiff(file, before, text));
      else if (text !== before) await replaceFile(file, text, before);
      for (const line of [...fixed.done, ...fixed.leftAlone]) printRemark(line);
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
    // What cannot be read is reported when the files are checked.
    if (read instanceof CannotRun || !read.document) continue;
    const { gateway } = gatewayOfFile(workspace, read.file, read.document, settings);
    await finish(fixFile(read.file, new DocumentAnalysis(read.document, gateway)));
  }
  if (fixes === 0) return;
  printRemark(checkResults.fixed(fixes, changed.size, options.diff));
}

async function againstBaseline(
  found: Found,
  options: CheckOptions,
): Promise<Pick<CheckReport, 'files' | 'known'>> {
  const { baseline } = options;
  if (baseline === undefined) return { files: found.checked, known: null };
  const { files, known, remarks } = await (options.updateBaseline ? updateBaseline : compareWithBaseline)(
    baseline,
    found,
  );
  for (const remark of remarks) printRemark(remark);
  return { files, known };
}

async function formatContext(): Promise<Context> {
  const root = (await repositoryAbove(process.cwd())) ?? process.cwd();
  return { pathOf: (file) => sourcePath(root, file), version: version(), problemsPage: problemsPage() };
}
