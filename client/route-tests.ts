/** Route tests (`*.kong-test.yaml`) in the Test Explorer: run, traced, and with coverage of the routes. */

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type {
  RouteCoverage,
  RouteTestResult,
  RouteTestsParams,
  RouteTestsResult,
  RunRouteTestsParams,
  RunRouteTestsResult,
  TextRange,
} from '../server/protocol/index.js';
import { titles } from './client-words.js';

const testFiles = '**/*.kong-test.{yaml,yml,json}';
const notTestFiles = '**/{node_modules,.git}/**';

export function registerRouteTests(context: vscode.ExtensionContext, client: BaseLanguageClient): void {
  const controller = vscode.tests.createTestController('kongRoutes', 'Kong Routes');
  const tests = new RouteTests(client, controller);
  const watcher = vscode.workspace.createFileSystemWatcher(testFiles);
  const { Run, Debug, Coverage } = vscode.TestRunProfileKind;
  controller.createRunProfile('Run Route Tests', Run, (request) => tests.run(request, false), true);
  controller.createRunProfile('Trace Route Test', Debug, (request) => tests.trace(request), true);
  const coverage = controller.createRunProfile(
    titles.coverage,
    Coverage,
    (request) => tests.run(request, true),
    true,
  );
  coverage.loadDetailedCoverage = async (_, file) => (file instanceof RouteFileCoverage ? file.details : []);
  controller.resolveHandler = async (item) => {
    if (item) await tests.load(item.uri!);
    else await tests.discover();
  };
  controller.refreshHandler = () => tests.discover();
  context.subscriptions.push(
    controller,
    watcher,
    watcher.onDidCreate((uri) => tests.load(uri)),
    watcher.onDidChange((uri) => tests.load(uri)),
    watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
    vscode.workspace.onDidChangeTextDocument(({ document: { uri } }) => {
      if (controller.items.get(uri.toString())) void tests.load(uri);
    }),
    vscode.commands.registerCommand('kongRoutes.runRouteTests', (uri: string) =>
      tests.runFile(vscode.Uri.parse(uri)),
    ),
  );
  void tests.discover();
}

class RouteTests {
  readonly #client: BaseLanguageClient;
  readonly #controller: vscode.TestController;
  /** What each test asks, for its trace. */
  readonly #requests = new WeakMap<vscode.TestItem, string>();

  constructor(client: BaseLanguageClient, controller: vscode.TestController) {
    this.#client = client;
    this.#controller = controller;
  }

  async discover(): Promise<void> {
    const found = await vscode.workspace.findFiles(testFiles, notTestFiles);
    const known = new Set(found.map(String));
    const gone: string[] = [];
    this.#controller.items.forEach(({ id }) => {
      if (!known.has(id)) gone.push(id);
    });
    for (const id of gone) this.#controller.items.delete(id);
    await Promise.all(found.map((uri) => this.load(uri)));
  }

  /** Reads the tests of a file. */
  async load(uri: vscode.Uri): Promise<vscode.TestItem | undefined> {
    const params: RouteTestsParams = { uri: this.#client.code2ProtocolConverter.asUri(uri) };
    const read = await this.#client.sendRequest<RouteTestsResult | null>('kongRoutes/routeTests', params);
    if (!read) {
      this.#controller.items.delete(uri.toString());
      return undefined;
    }
    const id = uri.toString();
    const file =
      this.#controller.items.get(id) ??
      this.#controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    file.children.replace(
      read.tests.map(({ name, range, request }, i) => {
        const item = this.#controller.createTestItem(`${id}#${i}`, name, uri);
        item.range = rangeOf(range);
        this.#requests.set(item, request);
        return item;
      }),
    );
    const [problem] = read.problems;
    file.error = problem && `Line ${problem.range.start.line + 1}: ${problem.message}`;
    this.#controller.items.add(file);
    return file;
  }

  /** Runs all tests of a file. @returns what the server answered */
  async runFile(uri: vscode.Uri): Promise<RunRouteTestsResult | undefined> {
    const file = await this.load(uri);
    if (!file) return undefined;
    const run = this.#controller.createTestRun(new vscode.TestRunRequest([file]));
    const result = await this.#runFile(run, file, () => true, true);
    run.end();
    return result;
  }

  async run(request: vscode.TestRunRequest, withCoverage: boolean): Promise<void> {
    const run = this.#controller.createTestRun(request);
    const chosen = new Set(request.include?.map(({ id }) => id));
    const left = new Set(request.exclude?.map(({ id }) => id));
    const isWanted = ({ id, parent }: vscode.TestItem) =>
      (chosen.size === 0 || chosen.has(id) || chosen.has(parent?.id ?? '')) &&
      !left.has(id) &&
      !left.has(parent?.id ?? '');
    const files: vscode.TestItem[] = [];
    this.#controller.items.forEach((file) => {
      let some = false;
      file.children.forEach((item) => {
        some ||= isWanted(item);
      });
      if (some || chosen.has(file.id)) files.push(file);
    });
    for (const file of files) {
      if (run.token.isCancellationRequested) break;
      await this.#runFile(run, file, isWanted, withCoverage);
    }
    run.end();
  }

  async #runFile(
    run: vscode.TestRun,
    file: vscode.TestItem,
    isWanted: (item: vscode.TestItem) => boolean,
    withCoverage: boolean,
  ): Promise<RunRouteTestsResult> {
    const items: vscode.TestItem[] = [];
    file.children.forEach((item) => {
      if (isWanted(item)) items.push(item);
    });
    for (const item of items) run.started(item);
    const params: RunRouteTestsParams = {
      uri: this.#client.code2ProtocolConverter.asUri(file.uri!),
      coverage: withCoverage,
    };
    const answer = await this.#client.sendRequest<RunRouteTestsResult>(
      'kongRoutes/runRouteTests',
      params,
      run.token,
    );
    if (answer.failure !== null) {
      const message = new vscode.TestMessage(answer.failure);
      for (const item of items.length > 0 ? items : [file]) run.errored(item, message);
      return answer;
    }
    for (const item of items) report(run, item, answer.results);
    for (const one of answer.coverage) {
      run.addCoverage(new RouteFileCoverage(this.#client.protocol2CodeConverter.asUri(one.uri), one));
    }
    return answer;
  }

  /** Shows the request of the first test that is chosen term by term in its file of routes. */
  async trace(request: vscode.TestRunRequest): Promise<void> {
    const [first] = request.include ?? [];
    const asked = first && this.#requests.get(first);
    await this.run(request, false);
    if (!first?.uri || asked === undefined) return;
    const params: RunRouteTestsParams = {
      uri: this.#client.code2ProtocolConverter.asUri(first.uri),
      coverage: false,
    };
    const { routes } = await this.#client.sendRequest<RunRouteTestsResult>(
      'kongRoutes/runRouteTests',
      params,
    );
    if (routes[0] === undefined) return;
    const uri = this.#client.protocol2CodeConverter.asUri(routes[0]);
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('kongRoutes.tryRequest', uri.toString(), asked);
  }
}

function report(run: vscode.TestRun, item: vscode.TestItem, results: readonly RouteTestResult[]): void {
  const position = Number(item.id.slice(item.id.lastIndexOf('#') + 1));
  const own = results.filter(({ test }) => test === position);
  const failed = own.filter(({ failures }) => failures.length > 0);
  for (const { router, failures, trace } of failed) {
    const text = [`${item.label} (${router})`, ...failures, '', trace].join('\n');
    run.appendOutput(`${text.replaceAll('\n', '\r\n')}\r\n\r\n`, undefined, item);
  }
  if (failed.length === 0) {
    run.passed(item);
    return;
  }
  run.failed(
    item,
    failed.map(({ router, failures, expected, actual, trace }) => {
      const message = new vscode.TestMessage(`${router}: ${failures.join('\n')}\n\n${trace}`);
      message.location = new vscode.Location(item.uri!, item.range!);
      if (expected !== null && actual !== null) {
        message.expectedOutput = expected;
        message.actualOutput = actual;
      }
      return message;
    }),
  );
}

/** The routes of a file are its declarations, their values its statements. */
class RouteFileCoverage extends vscode.FileCoverage {
  readonly details: vscode.FileCoverageDetail[];

  constructor(uri: vscode.Uri, { routes, values }: RouteCoverage) {
    const reached = (all: readonly { readonly requests: number }[]) =>
      new vscode.TestCoverageCount(all.filter(({ requests }) => requests > 0).length, all.length);
    super(uri, reached(values), undefined, reached(routes));
    this.details = [
      ...routes.map(
        ({ name, range, requests }) => new vscode.DeclarationCoverage(name, requests, rangeOf(range)),
      ),
      ...values.map(({ range, requests }) => new vscode.StatementCoverage(requests, rangeOf(range))),
    ];
  }
}

const rangeOf = ({ start, end }: TextRange) =>
  new vscode.Range(start.line, start.character, end.line, end.character);
