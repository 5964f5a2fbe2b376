/** What a page in a panel may load and run: nothing but its own script and style. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { htmlOf } from '../../client/page-html.js';
import { sourcesUnder } from '../house/imports.js';

const page = (title: string) => ({ title, body: '<p>body</p>', style: 'p { color: red }', markdown: '' });

const policyOf = (html: string) => {
  const policies = [...html.matchAll(/http-equiv="Content-Security-Policy" content="([^"]*)"/g)];
  assert.equal(policies.length, 1);
  return policies[0]![1]!;
};

suite('the page of a panel', () => {
  test('has a policy that allows its own script and style only', () => {
    const html = htmlOf(page('Plan'), [{ kind: 'apply', label: 'Apply', isMain: true }]);
    const nonce = /script-src 'nonce-([\w-]{36})'/.exec(policyOf(html))?.[1];
    assert.ok(nonce);
    assert.equal(
      policyOf(html),
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`,
    );
    const scripts = [...html.matchAll(/<(script|style)\b([^>]*)>/g)];
    assert.equal(scripts.length, 2);
    for (const [, , attributes] of scripts) assert.equal(attributes, ` nonce="${nonce}"`);
    // Nothing that the policy would block is in it either.
    assert.doesNotMatch(
      html,
      /\son\w+=|\sstyle=|javascript:|https?:|<(?:link|img|iframe|object|base|form)\b/,
    );
  });

  test('has a new nonce each time', () => {
    assert.notEqual(policyOf(htmlOf(page('a'), [])), policyOf(htmlOf(page('a'), [])));
  });

  test('shows a title from a file as text', () => {
    const html = htmlOf(page('</title><script>alert(1)</script>&amp;'), []);
    assert.ok(html.includes('<title>&lt;/title>&lt;script>alert(1)&lt;/script>&amp;amp;</title>'));
    assert.equal(html.match(/<script\b/g)?.length, 1);
  });

  test('is what every panel shows, and no panel may read files', () => {
    const panels = [...sourcesUnder('client')].filter(([, source]) => source.includes('createWebviewPanel('));
    assert.ok(panels.length > 0);
    for (const [file, source] of panels) {
      assert.match(source, /localResourceRoots: \[\]/, file);
      const written = [...source.matchAll(/webview\.html = (\w+)\(/g)].map(([, name]) => name);
      assert.ok(written.length > 0, file);
      assert.deepEqual([...new Set(written)], ['htmlOf'], file);
    }
  });
});
