/** Judges 2,000 regexes that are dear to compile, in a process of its own, and prints what it found and how large it became. */

import { createRegexJudge } from '../../grammar/index.js';

const { judge } = createRegexJudge();

/** None of them is certain to compile by its looks, and none is like another. */
const patterns = Array.from({ length: 2_000 }, (_, i) => {
  const kinds = [
    `^/users/[\\w-]{1,${1 + (i % 8)}}/\\p{Kawi}/r${i}`,
    `^/r${i}/[\\p{Letter}&&[^\\p{Lu}]]{2,6}$`,
    `(?i)^/r${i}/(?:straße|größe)/[\\p{Number}--[0-4]]{1,16}`,
    `(?x) ^/r${i} / \\w{4} # a comment\n / \\p{Punctuation}+ $`,
  ];
  const pattern = kinds[i % kinds.length]!;
  return { pattern: i % 20 === 7 ? `${pattern}(?!x)` : pattern, isWrong: i % 20 === 7 };
});

const wrong: string[] = [];
let peak = 0;
for (const { pattern } of patterns) {
  if (judge(pattern) !== 'accepted') wrong.push(pattern);
  peak = Math.max(peak, process.memoryUsage.rss());
}
const expectedWrong = patterns.filter(({ isWrong }) => isWrong).map(({ pattern }) => pattern);
const peakMegabytes = Math.round(peak / 2 ** 20);
process.stdout.write(JSON.stringify({ judged: patterns.length, wrong, expectedWrong, peakMegabytes }));
