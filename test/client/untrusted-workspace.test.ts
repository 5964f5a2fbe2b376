/** What an untrusted workspace cannot do: make the editor contact an address that its files name. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { trusted } from '../../client/trusted.js';
import { importsOf, sourcesUnder } from '../house/imports.js';
import { repositoryRoot } from '../support/vectors.js';

const addresses = ['http://admin.example:8001', 'https://10.0.0.1:8444'];

suite('an untrusted workspace', () => {
  test('contacts what the user agrees to, who sees all of it', async () => {
    const asked: (readonly string[])[] = [];
    const answer = (agrees: boolean) => async (shown: readonly string[]) => {
      asked.push(shown);
      return agrees;
    };
    assert.equal(await trusted(addresses, false, answer(false)), undefined);
    assert.equal(await trusted(addresses, false, answer(true)), addresses);
    assert.deepEqual(asked, [addresses, addresses]);
  });

  test('is not asked about where nothing would be contacted; a trusted one never is', async () => {
    const never = async () => assert.fail('the user is asked');
    assert.equal(await trusted(undefined, false, never), undefined);
    assert.equal(await trusted(addresses, true, never), addresses);
  });

  test('does not set where to connect: VS Code ignores every setting of it that has an address', () => {
    const { capabilities, contributes } = JSON.parse(
      readFileSync(new URL('package.json', repositoryRoot), 'utf8'),
    );
    const { supported, restrictedConfigurations } = capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    const withAddress = Object.entries<object>(contributes.configuration.properties)
      .filter(([, setting]) => /https?:|Admin API|executable/.test(JSON.stringify(setting)))
      .map(([name]) => name);
    assert.deepEqual(withAddress, ['kongRoutes.adminApi']);
    assert.deepEqual(restrictedConfigurations, withAddress);
  });

  test('runs no program: the client starts its own server and command only', () => {
    const starting = [...sourcesUnder('client'), ...sourcesUnder('server/agents')]
      .filter(([file, source]) =>
        importsOf(file, source).some(
          ({ target, typesOnly }) => target === 'node:child_process' && !typesOnly,
        ),
      )
      .map(([file]) => file);
    assert.deepEqual(starting, ['server/agents/run-tool.ts']);
  });
});
