/** What `npm run release` refuses, and that the container file copies what exists and what the command needs. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary.js';
import { repositoryRoot } from '../support/vectors.js';

const root = fileURLToPath(repositoryRoot);

interface ReleaseState {
  readonly version: string;
  readonly locked: string;
  readonly changelog: string;
  readonly tags: readonly string[];
  readonly changes: string;
  readonly today: string;
}

suite('a release', () => {
  const ready: ReleaseState = {
    version: '1.2.3',
    locked: '1.2.3',
    changelog: '# Changelog\n\n## 1.2.3, 2026-12-01\n\n- Something new.\n\n## 1.2.2, 2026-11-01\n\n- Old.\n',
    tags: ['v1.2.2', ''],
    changes: '',
    today: '2026-12-01',
  };
  const problemsOf = async (state: ReleaseState) => {
    const script = new URL('scripts/release-problems.mjs', repositoryRoot).href;
    const { releaseProblems } = (await import(script)) as {
      releaseProblems: (state: ReleaseState) => string[];
    };
    return releaseProblems(state);
  };

  test('is ready', async () => {
    assert.deepEqual(await problemsOf(ready), []);
  });

  test('says each thing that is not', async () => {
    const wrong: readonly (readonly [Partial<ReleaseState>, RegExp])[] = [
      [{ version: '1.3.0-beta', locked: '1.3.0-beta' }, /three numbers/],
      [{ locked: '1.2.2' }, /package-lock\.json has version 1\.2\.2/],
      [{ tags: ['v1.2.3'] }, /tag v1\.2\.3 exists/],
      [{ changelog: '# Changelog\n' }, /is missing, not 1\.2\.3/],
      [{ changelog: ready.changelog.replace('2026-12-01', 'not released') }, /"not released"/],
      [{ changelog: '# Changelog\n\n## 1.2.3, 2026-12-01\n' }, /no entry/],
      [{ changes: ' M README.md\n' }, /not committed/],
    ];
    for (const [change, expected] of wrong) {
      const problems = await problemsOf({ ...ready, ...change });
      assert.ok(
        problems.some((problem) => expected.test(problem)),
        `${expected}: ${problems.join(' ')}`,
      );
    }
  });
});

/** The container itself is not built here: there is no Docker on every machine. */
suite('the container file', () => {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
  const stages = text.split(/^FROM .*$/m).slice(1);
  assert.equal(stages.length, 2);
  const [building = [], running = []] = stages.map((stage): Copy[] =>
    [...stage.matchAll(/^COPY (?:--from=(\w+) )?(.+) (\S+)$/gm)].map(([, from, sources, to]) => ({
      from,
      sources: sources!.split(' '),
      to: to!,
    })),
  );

  interface Copy {
    readonly from: string | undefined;
    readonly sources: readonly string[];
    readonly to: string;
  }

  test('copies what exists, and what .dockerignore lets through', () => {
    const allowed = new Set(
      readFileSync(join(root, '.dockerignore'), 'utf8')
        .split('\n')
        .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : [])),
    );
    const sources = [...building, ...running].filter(({ from }) => !from).flatMap((copy) => copy.sources);
    assert.ok(sources.length > 8);
    assert.deepEqual(
      sources.filter((path) => !existsSync(join(root, path)) || !allowed.has(path)),
      [],
    );
  });

  test('has all that the command needs', (context) => {
    const container = temporaryFolder(context, { 'work/kong.yaml': 'routes:\n- name: a\n  paths: [/a]\n' });
    for (const { from, sources, to } of running) {
      const target = join(container, to.replace(/^\//, ''));
      mkdirSync(target, { recursive: true });
      const paths = sources.map((path) => (from ? path.replace('/build/', '') : path));
      for (const path of paths.flatMap((pattern) => filesOf(pattern)))
        cpSync(join(root, path), join(target, basename(path)));
    }
    const cli = join(container, 'opt/kong-routes/dist/cli.cjs');
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [cli, ...args], { cwd: join(container, 'work'), encoding: 'utf8' });
    assert.match(run('--version'), /^\d+\.\d+\.\d+\n$/);
    assert.match(run('check', '.'), /1 file, 1 route: no problems/);
  });

  /** `*` is in the last step of a path only. */
  function filesOf(pattern: string): string[] {
    const [folder, name] = [dirname(pattern), basename(pattern)];
    const [start = '', end] = name.split('*');
    const found = readdirSync(join(root, folder)).filter((file) =>
      end === undefined ? file === name : file.startsWith(start) && file.endsWith(end),
    );
    assert.ok(found.length > 0, pattern);
    return found.map((file) => join(folder, file));
  }
});
