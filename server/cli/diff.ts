/**
 * What would change in a file, as a unified diff, in a time that grows with the file: lines that are in both texts once hold the
 * two together, and only what is between them is compared line by line.
 */

import { diffArrays } from 'diff';

/** Lines that stay, before and after those that change. */
const context = 3;
/** What differs in more lines without a common one to hold on to is replaced as a whole. */
const mostEdits = 500;

/** Lines of the first text in whose place are lines of the second. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** @returns nothing if nothing changes */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [linesOf(before), linesOf(after)];
  const hunks = hunksOf(changesBetween(old, now)).map((changes) => hunkText(changes, old, now));
  return `--- a/${file}\n+++ b/${file}\n${hunks.join('')}`;
}

/** Each with its line break, which the last one may not have. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function changesBetween(old: readonly string[], now: readonly string[]): Change[] {
  const changes: Change[] = [];
  let [from, newFrom] = [0, 0];
  for (const [i, k] of [...commonLines(old, now), [old.length, now.length] as const]) {
    for (const change of changesWithin(old.slice(from, i), now.slice(newFrom, k), from, newFrom))
      changes.push(change);
    [from, newFrom] = [i + 1, k + 1];
  }
  return changes;
}

/** Positions of lines that each text has once, in the order of both. */
function commonLines(old: readonly string[], now: readonly string[]): readonly (readonly [number, number])[] {
  const [places, newPlaces] = [placesOfSingles(old), placesOfSingles(now)];
  const pairs: (readonly [number, number])[] = [];
  for (const [line, place] of places) {
    const newPlace = newPlaces.get(line);
    if (newPlace !== undefined) pairs.push([place, newPlace]);
  }
  return longestAscending(pairs);
}

function placesOfSingles(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [place, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, place);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** The longest of the sequences in which the second numbers ascend as the first do. */
function longestAscending(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  /** By the length of a sequence, the pair with which the one ends that ends lowest. */
  const ends: number[] = [];
  const previous = new Int32Array(pairs.length);
  for (const [i, [, second]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < second) low = middle + 1;
      else high = middle;
    }
    previous[i] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = i;
  }
  const found: (readonly [number, number])[] = [];
  for (let i = ends.at(-1) ?? -1; i !== -1; i = previous[i]!) found.push(pairs[i]!);
  return found.reverse();
}

/** @param from where the lines begin in their texts */
function changesWithin(old: string[], now: string[], from: number, newFrom: number): Change[] {
  if (old.length === 0 && now.length === 0) return [];
  const whole = { from, to: from + old.length, newFrom, newTo: newFrom + now.length };
  if (old.length === 0 || now.length === 0) return [whole];
  const parts = diffArrays(old, now, { maxEditLength: mostEdits });
  if (!parts) return [whole];
  const changes: Change[] = [];
  let [at, newAt] = [from, newFrom];
  for (const { count, added, removed } of parts) {
    const [to, newTo] = [added ? at : at + count, removed ? newAt : newAt + count];
    if (added || removed) changes.push({ from: at, to, newFrom: newAt, newTo });
    [at, newAt] = [to, newTo];
  }
  return changes;
}

/** Changes whose contexts meet are one hunk. */
function hunksOf(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    if (last && change.from - last.at(-1)!.to <= 2 * context) last.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunkText(changes: readonly Change[], old: readonly string[], now: readonly string[]): string {
  const [first, last] = [changes[0]!, changes.at(-1)!];
  const start = Math.max(0, first.from - context);
  const end = Math.min(old.length, last.to + context);
  const newStart = first.newFrom - (first.from - start);
  const newEnd = last.newTo + (end - last.to);
  const body: string[] = [];
  const add = (sign: string, lines: readonly string[], from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const line = lines[i]!;
      body.push(sign, line, line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n');
    }
  };
  let at = start;
  for (const { from, to, newFrom, newTo } of changes) {
    add(' ', old, at, from);
    add('-', old, from, to);
    add('+', now, newFrom, newTo);
    at = to;
  }
  add(' ', old, at, end);
  return `@@ -${rangeOf(start, end)} +${rangeOf(newStart, newEnd)} @@\n${body.join('')}`;
}

/** An empty range is named by the line before it. */
const rangeOf = (start: number, end: number): string => `${start === end ? start : start + 1},${end - start}`;
