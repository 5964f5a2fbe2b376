/** `kong-routes replay`: recorded requests against one table, or against two. */

import { Command, Option } from 'commander';
import type { Subsystem } from '../../../grammar/index.js';
import { gatewayAs } from '../../route-tests/index.js';
import { type RoutingTable, routingTable, usedFields } from '../../routing/index.js';
import {
  type AccessLogFormat,
  type AssumedRequest,
  accessLogFormat,
  accessLogReader,
  detectLog,
  knownFormats,
  kongLogReader,
  type LogReader,
  Replay,
  type ReplayTable,
} from '../../traffic/index.js';
import { type ControllerOptions, controllerOptions } from '../controller-options.js';
import { runFailures, usageFailures } from '../failure-words.js';
import { CannotRun } from '../files.js';
import { namedRouter } from '../gateway-option.js';
import { calculation, detect, type FileOptions, flavor, format, gateway, pathHelp } from '../options.js';
import { fail, json, print, printText, problemsFound } from '../output.js';
import { ProgressBar } from '../progress-bar.js';
import { readLines } from '../replay/log-files.js';
import { replayData, replayText } from '../replay/report.js';
import { progressWords } from '../result-words.js';
import { readTableSource, type TableSource } from '../table-source.js';

interface ReplayOptions extends FileOptions, ControllerOptions {
  readonly routes: readonly string[];
  readonly before?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly logFormat?: string;
  readonly host?: string;
  readonly scheme: 'http' | 'https';
  readonly subsystem: Subsystem;
}

export const replayCommand = (): Command =>
  controllerOptions(new Command('replay'))
    .description(
      'replay recorded requests: show which requests a change moves and which routes no request reached',
    )
    .argument('<log...>', "logs of Kong's logging plugins or of nginx, also .gz, or '-' for standard input")
    .requiredOption('--routes <path...>', `routes: ${pathHelp}; git REVISION:path; URL of an Admin API`)
    .option('--before <path...>', 'routes before the change, if they differ')
    .option('--from <router>', 'router before the change: a flavor, optionally with @VERSION')
    .option('--to <router>', 'router after the change')
    .option(
      '--log-format <format>',
      // The names of `knownFormats`, which need not be loaded for the help of other commands.
      'kong-json, combined, kong, common, vhost, or a log_format of nginx (detected by default)',
    )
    .option('--host <name>', 'host of all requests, if the log does not contain it')
    .addOption(
      new Option('--scheme <scheme>', 'scheme of all requests, if the log does not contain it')
        .choices(['http', 'https'])
        .default('http'),
    )
    .addOption(
      new Option('--subsystem <subsystem>', 'router to use').choices(['http', 'stream']).default('http'),
    )
    .addOption(format())
    .addOption(flavor())
    .addOption(gateway())
    .addOption(calculation())
    .addOption(detect())
    .option('--no-ignore', 'also search files that .gitignore and .kong-routes-ignore exclude')
    .action(async (logs: string[], options: ReplayOptions) => {
      const { before, after } = await tablesOf(options);
      const used = usedFields(after);
      const headers = [...used, ...(before ? usedFields(before) : [])].flatMap((field) =>
        field.startsWith('http.headers.') ? [field.slice('http.headers.'.length).replaceAll('_', '-')] : [],
      );
      const replay = new Replay(before && replayTable(before), replayTable(after), headers);
      const logged = new LogReplay(replay, options);
      for (const log of logs) await logged.read(log);
      const report = { replay, before, after, missing: logged.missing(used) };
      if (options.format === 'json') print(json(replayData(report)));
      else printText(replayText(report));
      const { requests, moved, open, named, agreed } = replay.counts;
      if (requests === 0) throw new CannotRun(runFailures.logNotRead);
      if (moved + open > 0 || agreed < named) fail(problemsFound);
    });

/** With `--before`, `--from` or `--to` two tables, else one. */
async function tablesOf(
  options: ReplayOptions,
): Promise<{ readonly before: RoutingTable | null; readonly after: RoutingTable }> {
  const source = await readTableSource(options.routes, options);
  const tableOf = ({ files, gateway }: TableSource, router: string | undefined) =>
    routingTable(
      files,
      router === undefined ? gateway : gatewayAs(gateway, namedRouter(router)),
      options.subsystem,
    );
  const after = tableOf(source, options.to);
  const hasBefore = options.before !== undefined || options.from !== undefined || options.to !== undefined;
  if (!hasBefore) return { before: null, after };
  const old = options.before === undefined ? source : await readTableSource(options.before, options);
  return { before: tableOf(old, options.from), after };
}

function replayTable({ router, routes }: RoutingTable): ReplayTable {
  if (router.failure) throw new CannotRun(runFailures.routerNotBuilt);
  return {
    router,
    keys: routes.map(({ label }) => label),
    identities: routes.map(({ route: { route } }) => ({ id: route.id ?? null, name: route.name ?? null })),
  };
}

class LogReplay {
  readonly #replay: Replay;
  readonly #assumed: AssumedRequest;
  readonly #bar = new ProgressBar();
  #reader: LogReader | null = null;
  #format: AccessLogFormat | null = null;
  #lines = 0;

  constructor(replay: Replay, { logFormat, host, scheme }: ReplayOptions) {
    this.#replay = replay;
    this.#assumed = { scheme, host: host ?? null };
    if (logFormat === 'kong-json') this.#reader = kongLogReader;
    else if (logFormat !== undefined) {
      this.#format = accessLogFormat(knownFormats[logFormat] ?? logFormat);
      if (!this.#format) {
        throw new CannotRun(usageFailures.notALogFormat(logFormat));
      }
      this.#reader = accessLogReader(this.#format, this.#assumed);
    }
  }

  async read(log: string): Promise<void> {
    await readLines(
      log,
      (line) => this.#readLine(line),
      (bytes, of) => this.#bar.draw(of === 0 ? null : bytes / of, progressWords.replay(bytes, this.#lines)),
    );
    this.#bar.clear();
  }

  #readLine(line: string | null): void {
    if (line === '') return;
    this.#lines++;
    if (line !== null && !this.#reader) {
      const detected = detectLog(line, this.#assumed);
      this.#reader = detected?.reader ?? null;
      this.#format = detected?.format ?? null;
    }
    const logged = line === null ? null : (this.#reader?.(line) ?? null);
    if (logged) this.#replay.add(logged);
    else this.#replay.skip();
  }

  /** @param used what the routes look at; JSON of Kong has all of it but the server name of TLS */
  missing(used: ReadonlySet<string>): string[] {
    if (!this.#format) return [];
    const { variables } = this.#format;
    const has = (...names: string[]) => names.some((name) => variables.has(name));
    return [...used].filter((field) => {
      if (field.startsWith('http.headers.')) return !has(`http_${field.slice('http.headers.'.length)}`);
      if (field === 'http.host') return this.#assumed.host === null && !has('host', 'http_host');
      if (field === 'tls.sni') return !has('ssl_server_name');
      if (field === 'net.src.ip') return !has('remote_addr');
      if (field === 'net.src.port') return !has('remote_port');
      if (field === 'net.dst.ip') return !has('server_addr');
      if (field === 'net.dst.port') return !has('server_port', 'http_host');
      return false;
    });
  }
}
