/**
 * What the extension host loads and runs. The report it writes is the only proof that the suite ran to its end:
 * of a host that dies in the middle VS Code itself says exit code 0.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

export interface Report {
  readonly vscode: string;
  readonly tests: readonly TestReport[];
}

export interface TestReport {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly milliseconds?: number;
  readonly error?: string;
}

class Silent {}

export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', timeout: 30_000, reporter: Silent as never });
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.test.cjs'));
  for (const file of files.sort()) mocha.addFile(join(__dirname, file));

  const tests: TestReport[] = [];
  try {
    await new Promise((done) => {
      const runner = mocha.run(done);
      runner.on('pass', (test) =>
        tests.push({ title: test.fullTitle(), state: 'passed', milliseconds: test.duration ?? 0 }),
      );
      runner.on('pending', (test) => tests.push({ title: test.fullTitle(), state: 'skipped' }));
      runner.on('fail', (test, error) =>
        tests.push({ title: test.fullTitle(), state: 'failed', error: error.stack ?? String(error) }),
      );
    });
  } catch (error) {
    const { stack } = error as Error;
    tests.push({ title: 'loading the suite', state: 'failed', error: stack ?? String(error) });
  }
  const report: Report = { vscode: vscode.version, tests };
  // `wx`: a host that was started a second time after its death must not pass for the first.
  writeFileSync(process.env.KONG_ROUTES_REPORT ?? '', JSON.stringify(report), { flag: 'wx' });
  const failed = tests.filter(({ state }) => state === 'failed').length;
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
