/** What a path that Kong refuses was probably meant to be. */

import { escapeRegex, pathNotation, regexSyntaxIn } from '../../../grammar/index.js';

/** Flags of a regex: `(?i)`. */
const flags = /^(?:\(\?[a-z]+\))+/;

/** @returns what may be meant, the likeliest first; nothing of it is checked yet */
export function pathCandidates(written: string): readonly string[] {
  const path = written.trim();
  const found = [
    ...ofNginx(path),
    ...ofRegexes(path),
    ...withoutWhatIsNoPath(path),
    ...withSlash(path),
    path,
    path.replace(/(?<!\\)%(?![\da-fA-F]{2})/g, '%25'),
  ];
  const single = found.map((one) => one.replace(/(?<!^https?:)\/{2,}/g, '/'));
  return [...new Set(single)].filter((one) => one !== written && one !== '');
}

/** `^~ /a`, `= /a`, `~ ^/a`, `~* ^/a` of nginx; there, `~*` is without regard to case. */
function ofNginx(path: string): string[] {
  const [, modifier, rest] = /^(\^~|=|~\*)\s*(\^?\/.*)$/.exec(path) ?? [];
  if (rest === undefined) return [];
  const bare = rest.replace(/^\^/, '');
  if (modifier === '^~') return [bare];
  if (modifier === '=') return [`~${escapeRegex(bare)}$`];
  return [`~/(?i)${bare.slice(1)}`];
}

/** A regex path begins with `~/`: what is before the slash goes after it, or is not needed. */
function ofRegexes(path: string): string[] {
  const hasMarker = /^(?:~|\(\?[a-z]+\)~)/.test(path);
  const before = /^[~^\s]*((?:\(\?[a-z]+\))*)[~^\s]*(\\?\/|\[\/\])(.*)$/s.exec(path);
  if (before && !path.startsWith('/')) {
    const [, flag = '', , rest = ''] = before;
    const isRegex = hasMarker || flag !== '' || regexSyntaxIn(`/${rest}`) !== null;
    return [`${isRegex ? '~' : ''}/${flag}${rest}`];
  }
  const alternatives = /^~?\^?\((\?:)?(\/[^()|]*(?:\|\/[^()|]*)*)\)(.*)$/s.exec(path);
  if (alternatives) {
    const [, kind = '', branches = '', rest = ''] = alternatives;
    return [`~/(${kind}${branches.replace(/(^|\|)\//g, '$1')})${rest}`];
  }
  const [, anything, rest = ''] = /^~?\^?(\.[*+]|\*+)(.*)$/s.exec(path) ?? [];
  if (anything === undefined) return [];
  if (rest === '' || rest === '$') return hasMarker ? ['~/.*'] : ['/'];
  const isGlob = anything.startsWith('*');
  const tail = isGlob ? `${escapeRegex(rest)}$` : rest;
  return [tail.startsWith('/') ? `~/(?:.*/)?${tail.slice(1)}` : `~/.*${tail}`];
}

/** A URL, a host, a method, or a word of another tool, with the path after it. */
function withoutWhatIsNoPath(path: string): string[] {
  const patterns = [
    /^[a-z]+:\/\/[^/]+(\/.*)$/i,
    /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\s+(\/.*)$/i,
    /^(?:regexp?|re|prefix|exact|path|uri|url|glob)\s*[:=~]\s*(\/.*)$/i,
    /^(?:[\w-]+\.)+(?:com|org|net|io|dev|app|local|internal|example|test|localhost)(?::\d+)?(\/.*)$/i,
  ];
  return patterns.flatMap((pattern) => pattern.exec(path)?.[1] ?? []);
}

function withSlash(path: string): string[] {
  if (/^~[\w(\\[.]/.test(path))
    return flags.test(path.slice(1)) ? [] : [`~/${path.slice(1).replace(/^\^/, '')}`];
  const bare = path.replace(/^\.?\/+/, '');
  if (!/^[\w:{<%-]/.test(bare)) return [];
  const prefix = `/${bare}`;
  const notation = pathNotation(prefix);
  return notation?.meant?.kind === 'regex' ? [`~${notation.meant.pattern}`, prefix] : [prefix];
}

/** @returns regexes that PCRE, or the router, may accept instead of one that it does not */
export function regexCandidates(pattern: string, placeholders: string | null): readonly string[] {
  const named = pattern.replace(/\(\?(P?)<([^=!>][^>]*)>/g, (_, p: string, name: string) => {
    const word = name.replace(/\W+/g, '_');
    return `(?${p}<${/^\d/.test(word) ? `_${word}` : word}>`;
  });
  const found = [
    ...(placeholders === null ? [] : [placeholders]),
    named,
    named.replace(/\*\*+/g, '.*').replace(/\/\.\*\.\*/g, '/.*'),
    // What only PCRE has, and what says the same.
    named
      .replace(/\(\?>/g, '(?:')
      .replace(/([*+?}])\+/g, '$1')
      .replace(/\\h/g, String.raw`[ \t]`)
      .replace(/\\Z/g, '$'),
    named.replace(/\\([/_,:;=@%!"'<>`])/g, '$1'),
    ...(/\{\d/.test(named) ? [] : [named.replace(/(?<!\\)[{}]/g, '\\$&')]),
  ];
  return [...new Set(found)].filter((one) => one !== pattern);
}
