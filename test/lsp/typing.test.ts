/** When an edited document is checked: with a clock of the test's own. */

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { isEditOfRegex, pause, Typing } from '../../server/lsp/typing.js';

/** Time passes only when the test advances it. */
class Clock {
  readonly #waiting = new Set<{ readonly act: () => void; at: number }>();
  #now = 0;

  readonly schedule = (act: () => void, milliseconds: number) => {
    const entry = { act, at: this.#now + milliseconds };
    this.#waiting.add(entry);
    return () => void this.#waiting.delete(entry);
  };

  go(milliseconds: number): void {
    this.#now += milliseconds;
    for (const entry of [...this.#waiting]) {
      if (entry.at > this.#now) continue;
      this.#waiting.delete(entry);
      entry.act();
    }
  }
}

suite('an edited document', () => {
  const regex = (typed: string) => `routes:\n- name: a\n  expression: http.path ~ r#"^/users/${typed}"#\n`;

  test('is checked at once, but for a regex that is being typed: that is checked in the pause after it', () => {
    const clock = new Clock();
    const typing = new Typing(clock.schedule);
    const checked: string[] = [];
    const edit = (text: string, uri = 'file:///a') => typing.edited(uri, text, () => checked.push(text));
    edit(regex(''));
    assert.deepEqual(checked, [regex('')], 'what is opened is checked');
    const typed = '[\\w-]{1,64}/(?!x)';
    for (let length = 1; length <= typed.length; length++) {
      edit(regex(typed.slice(0, length)));
      clock.go(pause - 1);
    }
    assert.equal(checked.length, 1, 'none of the regexes on the way');
    clock.go(1);
    assert.deepEqual(checked, [regex(''), regex(typed)], 'and the last one for certain');
    clock.go(10 * pause);
    assert.equal(checked.length, 2);

    edit(regex(typed).replace('name: a', 'name: ab'));
    assert.equal(checked.length, 3, 'another edit is checked at once');
    edit(regex(`${typed}/y`).replace('name: a', 'name: ab'));
    edit(regex(`${typed}/y`).replace('name: a', 'name: abc'));
    assert.equal(checked.length, 4, 'also while a regex waits, and with it');
    clock.go(pause);
    assert.equal(checked.length, 4);
  });

  test('is not checked when it is closed, and does not hold up another', () => {
    const clock = new Clock();
    const typing = new Typing(clock.schedule);
    const checked: string[] = [];
    for (const uri of ['file:///a', 'file:///b']) {
      typing.edited(uri, regex(''), () => checked.push(`${uri} 1`));
      typing.edited(uri, regex('x'), () => checked.push(`${uri} 2`));
    }
    typing.closed('file:///a');
    clock.go(pause);
    assert.deepEqual(checked, ['file:///a 1', 'file:///b 1', 'file:///b 2']);
  });

  const edits: readonly [before: string, after: string, isOfRegex: boolean][] = [
    ['paths: ["~/a"]', 'paths: ["~/ab"]', true],
    ['paths: ["~/ab"]', 'paths: ["~/a"]', true],
    ['paths: ["/a"]', 'paths: ["/ab"]', false],
    ['a ~ "x"\nb', 'a ~ "x"\nbc', false],
    ['a ~ "x"\nb', 'a ~ "xy"\nb', true],
    ['a ~ "x"', 'a ~ "x"\n', false],
    ['a ~ "xx"', 'a ~ "xxx"', true],
    ['', 'a ~ "x"', false],
  ];
  for (const [before, after, isOfRegex] of edits) {
    test(`${JSON.stringify(before)} → ${JSON.stringify(after)}`, () =>
      assert.equal(isEditOfRegex(before, after), isOfRegex));
  }
});
