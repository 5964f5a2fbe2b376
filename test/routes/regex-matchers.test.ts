/** Matching at run time: the router's regexes with the crate, those of traditional paths with PCRE. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createRegexMatcher } from '../../grammar/index.js';
import { createPcreMatcher } from '../../server/routes/pcre-match.js';

suite('the matcher of the atc router', () => {
  const matcher = createRegexMatcher();

  test('searches, and names what groups matched', () => {
    assert.equal(matcher.isMatch('/a', '/x/a'), true);
    assert.equal(matcher.isMatch('^/a', '/x/a'), false);
    assert.deepEqual(matcher.match('^/(?P<id>\\d+)(x)?/(é)', '/12/é/z'), {
      text: '/12/é',
      captures: { 1: '12', id: '12', 3: 'é' },
    });
    assert.equal(matcher.match('^/a', '/b'), null);
  });

  test('reports a wrong pattern, and engines that fail', () => {
    assert.equal(matcher.isMatch('(', 'a'), 'refused');
    const broken = createRegexMatcher(() => {
      throw new Error('ENOENT');
    });
    assert.equal(broken.isMatch('a', 'é'), 'engine-failed');
  });

  test('goes on in a new engine when the old one is full', () => {
    for (let i = 0; i < 12; i++) assert.equal(matcher.isMatch(`^\\w{1,60}/${i}$`, `abcé/${i}`), true);
  });
});

suite('the matcher of the traditional router', () => {
  const matcher = createPcreMatcher();

  test('is anchored, and of bytes', () => {
    assert.deepEqual(matcher.match('/(?<id>\\d+)(x)?/(é)', '/12/é/z'), {
      text: '/12/é',
      captures: { 1: '12', id: '12', 3: 'é' },
    });
    assert.equal(matcher.match('/a', '/x/a'), null);
    assert.equal(matcher.match('/.$', '/é'), null);
    assert.equal(matcher.match('/..$', '/é') !== null, true);
    assert.deepEqual(matcher.match('/a|b', 'b'), { text: 'b', captures: {} });
  });

  test('has what only PCRE has', () => {
    assert.deepEqual(matcher.match('/(?!admin)(\\w+)/\\1', '/a/a'), { text: '/a/a', captures: { 1: 'a' } });
    assert.equal(matcher.match('/(?!admin)\\w+', '/admin'), null);
  });

  test('gives up in bounded time', () => {
    assert.equal(matcher.match('/(a+)+$', `/${'a'.repeat(60)}!`), 'match-limit');
    assert.equal(matcher.match('/(', '/'), 'refused');
    assert.deepEqual(matcher.match('/a', '/a'), { text: '/a', captures: {} });
  });
});
