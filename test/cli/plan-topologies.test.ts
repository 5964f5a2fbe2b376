import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { createTwoFilesPatch } from 'diff';
import { type RunResult, runCli } from '../support/command-line.js';
import { expectGolden, fixturePath } from '../support/golden.js';

/** What is asked of a folder in `test/fixtures/plan/`. */
interface PlanCase {
  readonly from?: string;
  readonly to: string;
  /** For `check` after the change, if the files do not declare the Gateway. */
  readonly check?: readonly string[];
}

const cases = readdirSync(fixturePath('plan'));

/** A copy of the workspace of a case. */
function workspaceOf(context: TestContext, name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kong-routes-')));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(fixturePath(`plan/${name}/input`), folder, { recursive: true });
  return folder;
}

function filesIn(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    paths
      .map(({ parentPath, name }): [string, string] => {
        const path = join(parentPath, name);
        return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const caseOf = (name: string): PlanCase =>
  JSON.parse(readFileSync(fixturePath(`plan/${name}/case.json`), 'utf8'));

const optionsOf = ({ from, to }: PlanCase): string[] => [...(from ? ['--from', from] : []), '--to', to];

interface Checked {
  readonly files: readonly {
    readonly file: string;
    readonly problems: readonly {
      readonly code: string;
      readonly severity: string;
      readonly range: { readonly start: { readonly line: number } };
    }[];
  }[];
}

/** What of it Kong would refuse; advice is no matter of the plan. */
function refusedIn({ stdout, stderr }: RunResult): string {
  if (stdout === '') return stderr;
  const { files } = JSON.parse(stdout) as Checked;
  return files
    .map(({ file, problems }) => {
      const errors = problems.filter(({ severity }) => severity === 'error');
      const lines = errors.map(({ code, range }) => `  ${range.start.line + 1}: ${code}\n`);
      return `${file}: ${errors.length === 0 ? 'clean' : 'errors'}\n${lines.join('')}`;
    })
    .join('');
}

suite('plan, for each topology', () => {
  test('there is a folder for each', () => {
    assert.ok(cases.length > 0);
    for (const name of cases) assert.ok(existsSync(fixturePath(`plan/${name}/input`)), name);
  });

  for (const name of cases) {
    const planCase = caseOf(name);

    test(`${name}: the plan`, async (context) => {
      const folder = workspaceOf(context, name);
      const before = filesIn(folder);
      const { stdout, stderr, code } = await runCli(['plan', '.', ...optionsOf(planCase)], { cwd: folder });
      assert.equal(stderr, '');
      assert.equal(code, /^\| Needs a decision \| nothing \|$/m.test(stdout) ? 0 : 1);
      assert.deepEqual(filesIn(folder), before, 'nothing is written unless it is asked for');
      expectGolden(`plan/${name}/plan.md`, stdout);
    });

    test(`${name}: what it writes, and what Kong Routes says of that`, async (context) => {
      const folder = workspaceOf(context, name);
      const before = filesIn(folder);
      const options = optionsOf(planCase);
      const applied = await runCli(['plan', '.', ...options, '--apply', '--force', '--format', 'json'], {
        cwd: folder,
      });
      const after = filesIn(folder);
      assert.deepEqual([...after.keys()], [...before.keys()]);
      const diffs = [...after].flatMap(([file, text]) => {
        const patch = createTwoFilesPatch(file, file, before.get(file)!, text, '', '', { context: 0 });
        return text === before.get(file) ? [] : [patch.replace(/^(Index.*\n)?=+\n/, '').replaceAll('\t', '')];
      });
      const check = ['check', '.', ...(planCase.check ?? [])];
      const checked = await runCli([...check, '--format', 'json'], { cwd: folder });
      if (applied.code === 0) {
        assert.doesNotMatch(refusedIn(checked), /: errors$/m, 'where nothing is left to do all is taken');
      }
      expectGolden(
        `plan/${name}/applied.txt`,
        [
          ...diffs,
          `$ kong-routes plan . ${options.join(' ')} --apply --force\n${applied.stderr}(exit code ${applied.code})\n`,
          `$ kong-routes ${check.join(' ')}\n${refusedIn(checked)}`,
        ].join('\n'),
      );
    });
  }
});
