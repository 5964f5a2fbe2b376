/** Sentences are made in `server/problems/`, and in files that say by their names that they hold words. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../support/vectors.js';
import { sourcesUnder } from './imports.js';
import { literalsOf } from './literals.js';

/**
 * Where sentences are made: those about codes in `server/problems/`; those about a result that only one package has, such
 * as the outcome of a request, in its `-words`, and what is written for people as a whole in its `-page` or `-text`.
 */
const isForWords = (file: string): boolean =>
  file.startsWith('server/problems/') || /-(?:words|page|messages|text)\.ts$/.test(file);

/** Where else they are, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'grammar/engine/': "the engine's own messages, word for word",
  'grammar/regex/': "the messages of Rust's regex crate, word for word",
  'grammar/language/': 'the table of the language: its page and its grammars are generated from it',
  'grammar/textmate/': 'the names of grammars, which VS Code shows',
  'server/routes/': "the answers of Kong's schema, word for word; the sources of version rules",
  'server/flavors/translate.ts': "an answer of Kong's schema",
  'server/gateways/checks/set-checks.ts': "Kong's log, word for word",
  'server/kubernetes/': "Kong's and the controller's answers, word for word",
  'server/lsp/publisher.ts': 'a line of the log',
  'server/lsp/node.ts': 'a line on standard error before the process ends',
  'server/plan/steps/': 'commands for a shell',
  'server/agents/': 'how a tool describes itself to the agent that chooses it',
  'server/cli/completion-script.ts': 'scripts for shells',
  'server/cli/options.ts': 'the help of arguments that several commands have',
  'server/cli/diff.ts': "a line of Git's diffs",
  'server/cli/mcp/serve-mcp.ts': 'how the server describes itself to an agent',
  'server/route-tests/write-test-file.ts': 'comments in the file that it writes',
  'server/flavors/text-set.ts': 'an error in this program',
  'server/terraform/convert.ts': 'an error in this program',
};

const common =
  /(?<![\w.-])(?:the|a|an|is|are|of|in|to|and|or|not|no|it|its|this|that|for|with|be|by|has|have|does|do|must|cannot|which|from|on)(?![\w.-])/g;

/** A text of several words as people write them: no name, no list of keywords, no code. */
function isSentence(literal: string): boolean {
  const prose = literal.replace(/`[^`]*`/g, '…');
  const words = prose.match(/(?<![\w./$-])[A-Za-z][a-z']+(?![\w=(/-])/g) ?? [];
  return (
    words.length >= 3 && (prose.match(common)?.length ?? 0) >= 1 && !/^[./<:]|https?:|[{};]\s*$/.test(prose)
  );
}

/** The help of a command stands with its options: `.description(…)`, `.option(…)`, `new Option(…)` and the like. */
function withoutHelp(source: string): string {
  const call = /(?:\.(?:description|option|requiredOption|argument|addHelpText)|\bnew (?:Option|Argument))\(/;
  let rest = source;
  let kept = '';
  for (let match = call.exec(rest); match; match = call.exec(rest)) {
    kept += rest.slice(0, match.index);
    rest = rest.slice(match.index + match[0].length);
    rest = rest.slice(closing(rest) + 1);
  }
  return kept + rest;
}

/** The position of the bracket that closes one before the text. Brackets in strings do not count. */
function closing(text: string): number {
  const tokens = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|[()]/gs;
  let depth = 1;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}

const exceptionOf = (file: string) =>
  Object.keys(exceptions).find((path) => file === path || (path.endsWith('/') && file.startsWith(path)));

suite('sentences', () => {
  const found = [...sourcesUnder('grammar'), ...sourcesUnder('server'), ...sourcesUnder('client')].flatMap(
    ([file, source]) =>
      literalsOf(file.startsWith('server/cli/') ? withoutHelp(source) : source)
        .filter(isSentence)
        .map((text) => ({ file, text })),
  );
  const outsideOfWords = found.filter(({ file }) => !isForWords(file));

  test('are made where words are made', () => {
    assert.ok(found.length - outsideOfWords.length > 500);
    const unexpected = outsideOfWords.filter(({ file }) => exceptionOf(file) === undefined);
    assert.deepEqual(
      unexpected.map(({ file, text }) => `${file}: ${text}`),
      [],
    );
  });

  test('are in every file that is an exception', () => {
    const used = new Set(outsideOfWords.map(({ file }) => exceptionOf(file)));
    assert.deepEqual(
      Object.keys(exceptions).filter((path) => !used.has(path)),
      [],
    );
  });

  test('never show an object as `[object Object]`', () => {
    const root = fileURLToPath(new URL('test/fixtures', repositoryRoot));
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(files.length > 100);
    const wrong = files
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => readFileSync(path, 'utf8').includes('[object Object]'));
    assert.deepEqual(wrong, []);
  });
});
