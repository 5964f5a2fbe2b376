import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { checkFormats } from '../../server/cli/check/formats/check-formats.js';
import type { CheckedFile, CheckReport, FileProblem, Subject } from '../../server/cli/check/report.js';
import { sourcePath } from '../../server/cli/source-path.js';
import type { Severity } from '../../server/problems/codes.js';
import { runCli } from '../support/command-line.js';
import { expectGolden } from '../support/golden.js';
import { sarifErrors } from '../support/sarif.js';
import { temporaryFolder } from '../support/temporary.js';

const context = {
  pathOf: (file: string) => (file.startsWith('/') ? file : `gateway/${file}`),
  version: '1.2.3',
  problemsPage:
    '# Problems\n\n## mixed-route\n\nTitle. _Error._\n\nA route is one or\nthe other.\n<!-- kong/a.lua -->\n\n```yaml\na: {b: c}\n```\n\n## path-form\n\nTitle. _Error._\n\nText.\n',
};

const routesText = [
  'routes:',
  '  - name: orders',
  '    expression: http.path == "日本🦍" &&',
  '      nonsense',
  '    paths: [/a]',
  '  - paths: ["/\\u0000<&>"]',
  '',
].join('\n');

const route = (label: string): Subject => ({ kind: 'route', label });
const orders = route('orders');
const unnamed = route('routes[1]');

/** A problem at a piece of the text. */
function problem(text: string, piece: string, rest: Partial<FileProblem>): FileProblem {
  const start = text.indexOf(piece);
  assert.notEqual(start, -1, piece);
  const span = { start, end: start + piece.length };
  return {
    code: 'mixed-route',
    severity: 'error',
    message: 'A message.',
    span,
    subject: orders,
    place: '',
    related: [],
    ...rest,
  };
}

const composeText = 'services:\n  kong:\n    environment:\n      KONG_ROUTER_FLAVOR: expression\n';
const kong: Subject = { kind: 'gateway', label: 'kong' };

const routes: CheckedFile = {
  file: 'a, b: 100%/routes.yaml',
  text: routesText,
  isKongs: true,
  subjects: [orders, unnamed, route('orders'), route('fine')],
  routesFor: {
    gateway: { flavor: 'expressions', version: [3, 9], calculation: 'original' },
    flavorReason: 'as asked',
    versionReason: null,
  },
  problems: [
    problem(routesText, '日本🦍" &&\n      nonsense', {
      code: 'expression-syntax',
      message: 'Expected `{a, b: c}`,\r\nfound 100%.\n::error::not a command',
      place: 'expression',
      related: [
        { in: null, span: { start: routesText.indexOf('日本'), end: 0 }, message: 'Kong: no {thing}' },
      ],
    }),
    problem(routesText, 'paths', {
      place: 'paths',
      related: [
        {
          in: null,
          span: { start: routesText.indexOf('expression'), end: routesText.indexOf('expression') + 10 },
          message: 'The expression of the same route.',
        },
        {
          in: { file: 'compose.yaml', text: composeText },
          span: { start: composeText.indexOf('KONG_'), end: composeText.indexOf(': expression') },
          message: 'Where the flavor is set.',
        },
      ],
    }),
    problem(routesText, '"/\\u0000<&>"', {
      code: 'path-form',
      severity: 'warning',
      message: 'Not \u0001 "valid" <path> & \uffff]]>\ttab',
      subject: unnamed,
      place: 'paths',
    }),
    problem(routesText, 'routes', { code: 'document-syntax', severity: 'information', subject: null }),
  ],
};

const compose: CheckedFile = {
  file: 'compose.yaml',
  text: composeText,
  isKongs: true,
  subjects: [kong],
  routesFor: null,
  problems: [
    problem(composeText, 'expression', {
      code: 'expression-type',
      severity: 'hint',
      message: 'Just so.',
      subject: kong,
      place: 'router_flavor',
    }),
  ],
};

const clean: CheckedFile = { ...routes, file: 'clean.yaml', subjects: [route('fine')], problems: [] };
const other: CheckedFile = { ...clean, file: 'other.yaml', isKongs: false, subjects: [], routesFor: null };

const report: CheckReport = {
  files: [routes, compose, clean, other],
  failures: [
    { file: 'broken.yaml', at: { line: 4, column: 1 }, reason: 'not well-formed YAML: {a, b}' },
    { file: '/elsewhere/none it.yaml', at: null, reason: 'no such file' },
    { file: null, at: null, reason: 'something else' },
  ],
  known: null,
  isFailing: () => true,
};

const nothing: CheckReport = { files: [], failures: [], known: null, isFailing: () => true };

suite('the formats of check', () => {
  for (const [name, print] of Object.entries(checkFormats)) {
    const extension = { sarif: 'sarif', junit: 'xml', json: 'json' }[name] ?? 'txt';
    test(name, () => {
      expectGolden(`cli/format-${name}.${extension}`, print(report, context));
    });
  }

  test('without problems', () => {
    const fine = { ...nothing, files: [clean] };
    assert.equal(checkFormats.github(fine, context), '1 file, 1 route: no problems\n');
    assert.match(checkFormats.pretty(fine, context), /\n1 file, 1 route: no problems\n$/);
    assert.deepEqual(JSON.parse(checkFormats.sarif(fine, context)).runs[0].results, []);
    assert.match(checkFormats.junit(fine, context), /tests="1" failures="0"/);
    assert.match(checkFormats.junit(nothing, context), /<testsuites [^>]*tests="0"[^>]*>\n<\/testsuites>\n$/);
  });

  test('with problems that are known', () => {
    const known = { ...nothing, files: [clean], known: 3 };
    const sentence = '1 file, 1 route: no new problems (3 known)\n';
    assert.equal(checkFormats.github(known, context), sentence);
    assert.ok(checkFormats.pretty(known, context).endsWith(sentence));
    assert.equal(JSON.parse(checkFormats.json(known, context)).summary.known, 3);
    const files = [{ ...routes, problems: routes.problems.slice(1, 3) }];
    assert.match(checkFormats.pretty({ ...known, files }, context), /: 1 error, 1 warning \(3 known\)\n$/);
  });

  test('junit: what does not make the command fail does not make a case fail', () => {
    const isFailing = (severity: Severity) => severity === 'error';
    const xml = checkFormats.junit({ ...report, isFailing }, context);
    assert.match(
      xml,
      /<testsuites name="kong-routes" tests="11" failures="1" errors="3" skipped="1" time="0">/,
    );
    assert.match(xml, /<testcase name="route routes\[1\]"[^>]*>\n {6}<system-out>[^<]*path-form/);
  });
});

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'<>&"\'%:,{}[]\r\n\t\0\ud800\uffff'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

const anyReport = fc
  .record({
    file: anyText,
    message: anyText,
    label: anyText,
    remark: anyText,
    reason: anyText,
    text: anyText,
  })
  .map(({ file, message, label, remark, reason, text }): CheckReport => {
    const subject = route(label);
    const span = { start: Math.floor(text.length / 2), end: text.length };
    const related = [{ in: null, span: { start: 0, end: span.start }, message: remark }];
    const found: FileProblem = {
      ...{ code: 'path-form', severity: 'error', message, span, subject, place: label, related },
    };
    const checked = { ...clean, file, text, subjects: [subject], problems: [found] };
    return { ...nothing, files: [checked], failures: [{ file, at: null, reason }] };
  });

suite('all messages', () => {
  test('github: one command a line, and nothing of it read as a command or a property', () => {
    fc.assert(
      fc.property(anyReport, (some) => {
        const lines = checkFormats.github(some, context).split('\n');
        assert.equal(lines.length, 4);
        const [failure, error] = lines.slice(0, 2).map(readCommand);
        const [{ message, subject }] = some.files[0]!.problems as [FileProblem];
        assert.equal(failure!.message, some.failures[0]!.reason);
        assert.equal(error!.name, 'error');
        assert.equal(error!.properties.file, context.pathOf(some.files[0]!.file));
        assert.ok(error!.message.startsWith(message));
        assert.ok(error!.message.includes(`In the route ${subject!.label}.\n`));
      }),
    );
  });

  test('junit: well-formed, with all messages that XML can represent', () => {
    fc.assert(
      fc.property(anyReport, (some) => {
        const xml = checkFormats.junit(some, context);
        assert.doesNotMatch(xml, /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u);
        // Every angle bracket and ampersand belongs to a tag or a reference.
        const rest = xml.replace(/<\/?[a-z-]+(?: [a-z]+="[^"<]*")*\/?>/g, '').replace(/^<\?[^>]*>/, '');
        assert.doesNotMatch(rest, /[<>]/);
        assert.doesNotMatch(xml, /&(?!(?:amp|lt|gt|quot|#\d+);)/);
        const { message } = some.files[0]!.problems[0]!;
        const reported = /<failure type="path-form" message="([^"]*)">/.exec(xml)![1]!;
        assert.equal(unescaped(reported), inXml(message));
      }),
    );
  });

  test('sarif: as the schema of OASIS has it', () => {
    assert.deepEqual(sarifErrors(JSON.parse(checkFormats.sarif(report, context))), []);
    assert.deepEqual(sarifErrors(JSON.parse(checkFormats.sarif(nothing, context))), []);
    const wrong = JSON.parse(checkFormats.sarif(report, context));
    wrong.runs[0].results[0].level = 'hint';
    assert.notDeepEqual(sarifErrors(wrong), []);
  });
});

/** As the runner of GitHub Actions reads a command (actions/runner `src/Runner.Common/ActionCommand.cs`, `TryParseV2`). */
function readCommand(line: string) {
  const [, name = '', properties = '', message = ''] = /^::(\S+) ([^\r\n]*?)::([^\r\n]*)$/.exec(line) ?? [];
  const unescapedCommand = (text: string) =>
    text.replace(/%(0D|0A|3A|2C|25)/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  const pairs = properties.split(',').map((pair) => pair.split('='));
  return {
    name,
    properties: Object.fromEntries(
      pairs.map(([key, ...value]) => [key!, unescapedCommand(value.join('='))]),
    ) as Record<string, string>,
    message: unescapedCommand(message),
  };
}

const unescaped = (text: string) =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (_, number: string | undefined, name: string) =>
    number ? String.fromCharCode(Number(number)) : { amp: '&', lt: '<', gt: '>', quot: '"' }[name]!,
  );

const inXml = (text: string) => text.replace(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');

suite('files as other tools know them', () => {
  test('from the root of the repository, wherever the command is run', async (context) => {
    const folder = temporaryFolder(context, {
      'repository/.git/HEAD': '',
      'repository/deep/in it/a.yaml': '_format_version: "3.0"\nroutes: [{}]\n',
      'b.yaml': '_format_version: "3.0"\nroutes: [{}]\n',
    });
    const cwd = `${folder}/repository/deep`;
    const { stdout } = await runCli(['check', '--format', 'sarif', 'in it/a.yaml', '../../b.yaml'], { cwd });
    const log = JSON.parse(stdout);
    assert.deepEqual(sarifErrors(log), []);
    const artifacts = log.runs[0].results.map(
      ({ locations }: { locations: { physicalLocation: { artifactLocation: object } }[] }) =>
        locations[0]!.physicalLocation.artifactLocation,
    );
    assert.deepEqual(artifacts[0], { uri: 'deep/in%20it/a.yaml', uriBaseId: '%SRCROOT%' });
    assert.match(artifacts[1].uri, /^file:\/\/\/.*\/b\.yaml$/);
    assert.equal(artifacts[1].uriBaseId, undefined);
    const github = await runCli(['check', '--format', 'github', 'in it/a.yaml'], { cwd });
    assert.match(github.stdout, /^::error file=deep\/in it\/a\.yaml,line=2,/);
    assert.equal(github.code, 1);
  });

  test('without a repository, from where the command is run', async (context) => {
    const cwd = temporaryFolder(context, { 'in/a.yaml': '_format_version: "3.0"\nroutes: [{}]\n' });
    const { stdout } = await runCli(['check', '--format', 'junit', 'in'], { cwd });
    assert.match(stdout, /<testsuite name="in\/a\.yaml" /);
  });

  test('a folder whose name begins with two dots is below the root', () => {
    assert.equal(sourcePath('/a', '/a/..b/c.yaml'), '..b/c.yaml');
    assert.equal(sourcePath('/a', '/b/c.yaml'), '/b/c.yaml');
  });
});
