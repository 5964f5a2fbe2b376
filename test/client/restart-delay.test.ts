import assert from 'node:assert/strict';
import { test } from 'node:test';
import { restartDelay } from '../../client/restart-delay.js';

test('a server that ends is started again later each time, and not a sixth time within three minutes', () => {
  const ends: number[] = [];
  const delays: (number | null)[] = [];
  for (let end = 0; end <= 5; end++) {
    delays.push(restartDelay(ends, end * 1_000));
    ends.push(end * 1_000);
  }
  assert.deepEqual(delays, [250, 500, 1_000, 2_000, 4_000, null]);
  assert.equal(restartDelay(ends, 180_000 + 5_000), 250);
});
