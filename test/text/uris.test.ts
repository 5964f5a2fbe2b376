import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { SourceFile } from '../../server/text/source-file.js';
import { FilesByUri, folderOf, nameOf, resolvePath, uriKey } from '../../server/text/uris.js';

suite('URIs of files', () => {
  test('a path in a folder', () => {
    for (const [path, uri] of [
      ['kong.yml', 'file:///folder/docker/kong.yml'],
      ['./conf/../kong.yml', 'file:///folder/docker/kong.yml'],
      ['../kong.yml', 'file:///folder/kong.yml'],
      ['../../kong.yml', 'file:///kong.yml'],
      ['.', 'file:///folder/docker'],
      ['a b#c?.yml', 'file:///folder/docker/a%20b%23c%3F.yml'],
      ['/etc/kong.yml', 'file:///etc/kong.yml'],
      ['C:\\kong\\kong.yml', 'file:///c%3A/kong/kong.yml'],
      ['../../../kong.yml', null],
      ['~/kong.yml', null],
      ['half\ud800.yml', null],
    ] as const) {
      assert.equal(resolvePath('file:///folder/docker/', path), uri, path);
    }
  });

  test('of another scheme', () => {
    assert.equal(resolvePath('vscode-vfs://github/a/b/', '../kong.yml'), 'vscode-vfs://github/a/kong.yml');
  });

  test('one file, as editors and as Node write it', () => {
    assert.equal(uriKey('file:///c%3A/a%20b/%40.yml'), uriKey('file:///C:/a b/@.yml'));
    assert.notEqual(uriKey('file:///a/b.yml'), uriKey('file:///a/B.yml'));
    assert.equal(uriKey('file:///100%.yml'), 'file:///100%.yml');
    const file = new SourceFile('file:///c%3A/%40.yml', '');
    const files = new FilesByUri([file]);
    assert.equal(files.get('file:///C:/@.yml'), file);
    assert.equal(files.spelled('file:///C:/@.yml'), file.uri);
    assert.equal(files.spelled('file:///C:/other.yml'), 'file:///C:/other.yml');
    assert.equal(files.get(null), undefined);
  });

  test('its folder and its name', () => {
    assert.equal(folderOf('file:///a/b%20c/d.yml'), 'file:///a/b%20c/');
    assert.equal(nameOf('file:///a/b%20c.yml'), 'b c.yml');
  });
});
