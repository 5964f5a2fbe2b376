import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isBroken } from '../../server/checks/index.js';
import { dataOfRoute } from '../../server/documents/index.js';
import { viewOf } from '../../server/flavors/translate.js';
import type { ProblemCode } from '../../server/problems/codes.js';
import { problems } from '../../server/problems/messages.js';
import { readRoute } from '../../server/routes/route.js';
import { gatewayCodes, terraformCodes } from '../support/codes.js';
import type { Folder } from '../support/gateway-folder.js';
import { diagnosticsIn } from '../support/gateway-workspace.js';
import { examplesIn, introduction, sections, snapshotOfExample } from '../support/problem-examples.js';
import { diagnosticsOf, snapshotOf } from '../support/snapshot.js';

const codes = Object.keys(problems) as ProblemCode[];

/** Their examples are no routes of a declarative file. */
const isOfOthers: ReadonlySet<string> = new Set([...gatewayCodes, ...terraformCodes]);

/** Kinds of problems whose example would be longer than its section, or that no text brings about. */
const withoutExample: ReadonlySet<string> = new Set<ProblemCode>([
  'expression-too-deep',
  'regex-not-judged',
  'document-too-deep',
  'document-encoding',
  'document-line-ends',
  'expression-regex-not-judged',
]);

suite('docs/problems.md', () => {
  test('has a section for every code, in the order of the table, and no other', () => {
    assert.deepEqual(
      sections.map((section) => section.split('\n', 1)[0]),
      codes,
    );
  });

  test('lists every code with its severity and title', () => {
    const rows = codes.map(
      (code) => `| [\`${code}\`](#${code}) | ${problems[code].severity} | ${problems[code].title} |`,
    );
    assert.deepEqual(
      introduction.match(/^\| \[.*$/gm)?.map((row) => row.replace(/ +/g, ' ')),
      rows,
    );
  });

  for (const [i, code] of codes.entries()) {
    const section = sections[i] ?? '';
    test(`${code}: title, severity, examples`, () => {
      const { severity, title } = problems[code];
      const named = `${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;
      assert.equal(section.split('\n')[2], `${title}. _${named}._`);
      if (isOfOthers.has(code)) return;
      const examples = examplesIn(section);
      if (withoutExample.has(code)) return;
      assert.equal(examples.length, 2, 'a wrong example and the fixed one');
      const [wrong, right] = examples as [string, string];
      const found = problemsIn(wrong);
      assert.ok(found.includes(code), `${code} is reported for its example, not only [${found}]`);
      assert.deepEqual(problemsIn(right), [], 'nothing is reported for the fixed example');
      for (const message of messagesFor(wrong)) {
        assert.ok(
          section.includes(message.replaceAll('\t', ' ')),
          `Kong’s answer stands there verbatim:\n${message}`,
        );
      }
    });
  }
});

suite('docs/problems.md, of Terraform', () => {
  for (const code of terraformCodes) {
    test(`${code}: examples`, () => {
      const section = sections.find((one) => one.startsWith(`${code}\n`)) ?? '';
      const examples = [...section.matchAll(/^```hcl\n([\s\S]*?)^```$/gm)].map(([, example]) => example!);
      assert.equal(examples.length, 2, 'a wrong example and the fixed one');
      const [wrong, right] = examples.map((example) =>
        diagnosticsOf(snapshotOf(example, {}, 'terraform')).map((one) => String(one.code)),
      );
      assert.deepEqual([...new Set(wrong)], [code]);
      assert.deepEqual(right, [], 'nothing is reported for the fixed example');
    });
  }
});

/** An example of gateways is a workspace: each block is a file, and begins with `# PATH`. */
suite('docs/problems.md, of gateways', () => {
  for (const code of gatewayCodes) {
    const section = sections[codes.indexOf(code)] ?? '';
    test(`${code}: examples`, () => {
      const parts = section.split(/^Instead:$/m);
      assert.equal(parts.length, 2, 'a wrong example and the fixed one');
      const [wrong, right] = parts.map(folderOfExample) as [Folder, Folder];
      assert.ok(Object.keys(wrong).length > 0 && Object.keys(right).length > 0, 'there are files');
      const day = code === 'gateway-end-of-life' ? '2026-11-28' : undefined;
      const found = codesIn(wrong, day);
      assert.ok(found.includes(code), `${code} is reported for its example, not only [${found}]`);
      assert.deepEqual(codesIn(right, day), [], 'nothing is reported for the fixed example');
    });
  }
});

const folderOfExample = (part: string): Folder =>
  Object.fromEntries(
    [...part.matchAll(/^```\w+\n# (\S+)\n([\s\S]*?)^```$/gm)].map(([, path, text]) => [path!, text!]),
  );

const codesIn = (folder: Folder, day?: string) =>
  [...diagnosticsIn(folder, day).values()].flat().map(({ code }) => String(code));

const problemsIn = (example: string) =>
  diagnosticsOf(snapshotOfExample(example)).map(({ code }) => String(code));

/** What Kong says of the routes of an example, under the router flavor that it is for. */
function messagesFor(example: string): readonly string[] {
  const { document, gateway } = snapshotOfExample(example);
  return document.routes.flatMap((route) => {
    // Of a route that is not well-formed Kong answers nothing.
    if (isBroken(document, route)) return [];
    const data = dataOfRoute(route.body);
    return viewOf(readRoute(data), data, gateway).messages.filter(
      (message) => !message.startsWith('Nothing:'),
    );
  });
}
