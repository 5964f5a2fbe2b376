import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runCli } from '../support/command-line.js';
import { temporaryFolder } from '../support/temporary.js';
import { folder, ingress, route } from './folder.js';

interface Report {
  readonly files: readonly {
    readonly file: string;
    readonly flavor?: string;
    readonly objects?: number;
    readonly problems: readonly {
      readonly code: string;
      readonly object?: string;
      readonly range: { readonly start: { readonly line: number } };
    }[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

async function checked(
  cwd: string,
  ...args: readonly string[]
): Promise<{ report: Report; code: number | null }> {
  const { stdout, code } = await runCli(['check', '--format', 'json', ...args], { cwd });
  return { report: JSON.parse(stdout), code };
}

/** The root of a repository: what is around a named file is searched up to there. */
const repository = (flavor: string) => ({ ...folder(flavor), '.git/HEAD': '' });

const lines = ({ files }: Report): string[] =>
  files.flatMap(({ file, problems }) =>
    problems.map(({ code, object, range }) =>
      `${file}:${range.start.line + 1} ${code} ${object ?? ''}`.trim(),
    ),
  );

suite('check of manifests', () => {
  test('a value that several hostnames share is one problem', async (t) => {
    const root = temporaryFolder(t, {
      'route.yaml': `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: h, namespace: n }
spec:
  parentRefs: [{ name: kong }]
  hostnames: [a.example.com, b.example.com]
  rules:
  - matches: [{ path: { type: RegularExpression, value: '/a(?=b)' } }]
    backendRefs: [{ name: s, port: 80 }]
`,
    });
    const { report } = await checked(root, '.', '--controller', 'kic', '--flavor', 'expressions');
    assert.equal(lines(report).filter((line) => line.includes('kong-rejects')).length, 1);
  });

  test('a folder: each problem at its object, for the flavor that the chart sets', async (t) => {
    const root = temporaryFolder(t, folder('expressions'));
    const { report, code } = await checked(root, '.');
    assert.deepEqual(lines(report), [
      'app/ingress.yaml:7 kubernetes-annotation-without-effect Ingress shop/orders',
      'app/ingress.yaml:8 kubernetes-annotation-value-ignored Ingress shop/orders',
      'app/ingress.yaml:18 kubernetes-regex-prefix-literal Ingress shop/orders',
    ]);
    assert.equal(code, 1);
    assert.equal(report.summary.objects, 2);
    assert.deepEqual([...new Set(report.files.flatMap(({ flavor }) => flavor ?? []))], ['expressions']);
  });

  test('one file that is named is read with those around it', async (t) => {
    const root = temporaryFolder(t, repository('expressions'));
    const { report } = await checked(root, 'app/route.yaml');
    assert.deepEqual(lines(report), []);
    assert.deepEqual(
      report.files.map(({ file, objects }) => [file, objects]),
      [['app/route.yaml', 1]],
    );
    const asked = await checked(root, 'app/route.yaml', '--flavor', 'traditional');
    assert.deepEqual(lines(asked.report), ['app/route.yaml:12 kubernetes-refused HTTPRoute shop/search']);
  });

  test('the controller and its gates may be named', async (t) => {
    const text = ingress
      .replace('regex-priority: "7"', 'rewrite: /a')
      .replace('"yes"', '"true"')
      .replace('/~/items', '/items');
    const root = temporaryFolder(t, { ...repository('traditional'), 'app/ingress.yaml': text });
    const codes = async (...args: readonly string[]) =>
      (await checked(root, 'app/ingress.yaml', ...args)).report.files.flatMap(({ problems }) =>
        problems.map(({ code }) => code),
      );
    assert.deepEqual(await codes(), ['kubernetes-refused']);
    assert.deepEqual(await codes('--feature-gates', 'RewriteURIs=true'), []);
    assert.deepEqual(await codes('--feature-gates', 'RewriteURIs=true', '--ingress-class', 'other'), [
      'kubernetes-class-other',
    ]);
  });

  test('standard input, and SARIF with a rule for each code', async (t) => {
    const root = temporaryFolder(t, repository('traditional'));
    const { stdout } = await runCli(['check', '-', '--format', 'sarif', '--flavor', 'traditional'], {
      cwd: root,
      input: route,
    });
    const [run] = JSON.parse(stdout).runs;
    assert.deepEqual(
      run.tool.driver.rules.map(({ id }: { id: string }) => id),
      ['kubernetes-refused'],
    );
    assert.equal(run.results[0].locations[0].logicalLocations[0].name, 'HTTPRoute shop/search');
  });

  test('a baseline knows a problem by its object', async (t) => {
    const root = temporaryFolder(t, folder('expressions'));
    await runCli(['check', '.', '--baseline', 'known.json', '--update-baseline'], { cwd: root });
    const { code } = await runCli(['check', '.', '--baseline', 'known.json'], { cwd: root });
    assert.equal(code, 0);
  });
});

suite('match of manifests', () => {
  test('files that are named are one table', async (t) => {
    const root = temporaryFolder(t, repository('expressions'));
    const winner = async (url: string, ...args: readonly string[]) => {
      const { stdout } = await runCli(['match', '.', '--url', url, '--format', 'json', ...args], {
        cwd: root,
      });
      return JSON.parse(stdout).results[0].route;
    };
    assert.equal(await winner('http://a.example.com/orders/1'), 'shop.orders.orders.a.example.com.80');
    assert.equal(await winner('http://b.example.com/a?q=x'), 'httproute.shop.search.b.example.com.0.0');
    assert.equal(await winner('http://b.example.com/a?q=x', '--flavor', 'traditional'), null);
  });
});
