/** `kong-routes translate --controller`: the routes that a controller makes of Kubernetes manifests. */

import { type Command, Option } from 'commander';
import { type GatewayVersion, parseGatewayVersion } from '../../../grammar/index.js';
import { viewOf } from '../../flavors/index.js';
import {
  type ControllerSettings,
  deckState,
  defaultControllerSettings,
  type Flavor,
  flavors,
  type Judge,
  type ManifestFile,
  type ManifestProblem,
  manifestProblems,
  type RouteEntry,
  readManifests,
  reportEntries,
  severities,
  translate,
} from '../../kubernetes/index.js';
import { manifestProblemMessage } from '../../problems/index.js';
import { readRoute, routerFlavors } from '../../routes/index.js';
import { append, oneLine } from '../../text/index.js';
import { colors } from '../colors.js';
import { type ControllerOptions, controllerOptions } from '../controller-options.js';
import { type PathOptions, selectAll } from '../documents.js';
import { usageFailures } from '../failure-words.js';
import { CannotRun, readError } from '../files.js';
import { json } from '../output.js';
import { readRegularText } from '../regular-file.js';

export interface ManifestOptions extends ControllerOptions {
  readonly flavor?: string;
}

/** The options of `translate` that are about manifests. */
export const manifestOptions = (command: Command): Command =>
  controllerOptions(command).addOption(
    new Option('--flavor <flavor>', 'with --format deck: router_flavor of the Gateway').choices(
      routerFlavors,
    ),
  );

interface Options extends PathOptions, ManifestOptions {
  readonly format: string;
  readonly gateway: string;
}

/** @throws CannotRun if an option is given that is about manifests, and none are to be read */
export function forbidManifestOptions({ format, flavor, featureGates }: Options): void {
  const given =
    format === 'deck' ? '--format deck' : flavor ? '--flavor' : featureGates ? '--feature-gates' : null;
  if (given !== null) throw new CannotRun(usageFailures.needsController(given));
}

export interface ManifestTranslation {
  readonly text: string;
  /** Files that could not be read, each in one line. */
  readonly notRead: readonly string[];
}

/** @throws CannotRun if the arguments make no sense together */
export async function translateManifests(
  paths: readonly string[],
  options: Options,
  assumed: GatewayVersion,
): Promise<ManifestTranslation> {
  if (!options.controller) throw new CannotRun(usageFailures.optionMissing('--controller'));
  const { files, notRead } = await readFiles(paths, options);
  const gateway = parseGatewayVersion(options.gateway) ?? assumed;
  const settings: ControllerSettings = {
    ...defaultControllerSettings,
    controller: options.controller.name,
    version: options.controller.version,
    gateway,
    featureGates: options.featureGates ?? new Map(),
    ingressClass: options.ingressClass ?? defaultControllerSettings.ingressClass,
  };
  const manifests = readManifests(files);
  const translation = translate(manifests.objects, settings);
  if (options.format === 'deck') {
    if (!options.flavor) throw new CannotRun(usageFailures.optionNeeds('--format deck', '--flavor <flavor>'));
    return { text: deckState(translation, options.flavor as Flavor), notRead };
  }
  const judge = judgeFor(gateway);
  const all = manifestProblems(manifests, translation);
  const reports = files.map(({ file, text }) => ({
    file,
    routes: reportEntries(translation, judge, file),
    problems: problemsIn(all, file, text),
  }));
  const text = options.format === 'json' ? json({ files: reports }) : reports.map(pretty).join('\n');
  return { text, notRead };
}

async function readFiles(paths: readonly string[], options: Options) {
  const files: ManifestFile[] = [];
  const notRead: string[] = [];
  for (const { kind, files: found, failures } of await selectAll(paths, options)) {
    append(
      notRead,
      failures.map(({ message }) => message),
    );
    for (const file of found) {
      if (files.some((known) => known.file === file)) continue;
      try {
        files.push({ file, text: kind === 'input' ? await inputText() : await readRegularText(file) });
      } catch (error) {
        notRead.push(new CannotRun(readError(error), file).message);
      }
    }
  }
  return { files, notRead };
}

async function inputText(): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}

/** What Kong says of a route, by the same rules as for routes that people write. */
function judgeFor(version: GatewayVersion): Judge {
  return (fields, flavor) => {
    const data = fields as Readonly<Record<string, unknown>>;
    const { status, messages, matchers } = viewOf(readRoute(data), data, { flavor, version });
    const entries = matchers?.map(({ expression, priority }) => ({
      expression,
      priority: String(priority.value),
    }));
    return { status, messages, entries: entries ?? null };
  };
}

function problemsIn(problems: readonly ManifestProblem[], file: string, text: string) {
  return problems
    .filter(({ origin }) => origin.file === file)
    .map((problem) => ({
      code: problem.code,
      severity: severities[problem.code],
      message: manifestProblemMessage(problem),
      flavors: problem.flavors,
      object: problem.origin.object,
      path: problem.origin.path,
      range: problem.origin.range,
      line: text.slice(0, problem.origin.range[0]).split('\n').length,
    }));
}

interface FileReport {
  readonly file: string;
  readonly routes: readonly RouteEntry[];
  readonly problems: ReturnType<typeof problemsIn>;
}

function pretty({ file, routes, problems }: FileReport): string {
  const entries = routes.map((entry) => {
    const views = flavors.map((flavor) => {
      const { status, message, route } = entry.flavors[flavor];
      const title = `    ${flavor}: ${status === 'accepted' ? colors.green(status) : colors.red(status)}`;
      const fields = route
        ? Object.entries(route).map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`)
        : [];
      return [title, ...(message ? [`      ${message.replace(/\n/g, '\n      ')}`] : []), ...fields].join(
        '\n',
      );
    });
    const { kind, namespace, name } = entry.source;
    return `  ${colors.bold(oneLine(entry.name ?? '(no route)'))} ${colors.dim(oneLine(`(${kind} ${namespace}/${name})`))}\n${views.join('\n')}`;
  });
  const title = `${colors.bold(oneLine(file))}${entries.length === 0 ? '  no routes' : ''}`;
  const found = problems.map(({ line, severity, message }) =>
    oneLine(`  line ${line}: ${severity}: ${message}`),
  );
  return `${[title, ...entries, ...found].join('\n')}\n`;
}
