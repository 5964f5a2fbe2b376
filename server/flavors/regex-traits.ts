/**
 * What in a regex PCRE and Rust's crate, which both take it, read differently; and what Kong makes of a regex on
 * its way to the crate.
 */

export type RegexTrait =
  /** `|` outside of groups: only the first branch stands behind the `^` that Kong puts in front. */
  | 'alternation'
  /** A `?<` that begins no name: Kong makes `?P<` of each. */
  | 'group-name'
  /** `a++`: never gives back, and a repetition of a repetition. */
  | 'possessive'
  /** `[a&&b]`, `[a[b]]`: characters, and sets. */
  | 'class'
  /** `\v`, `\<`, `\>`, `\b{…}` */
  | 'escape'
  /** `(?x)`, `(?R)` */
  | 'flag'
  /** `$` stands before a last line break too, and only at the end. */
  | 'line-end'
  /** It is about characters beyond ASCII, which are bytes, and characters. */
  | 'unicode'
  /** Only texts beyond ASCII are told apart: bytes, and characters. */
  | 'unicode-text';

const pieces = new RegExp(
  [
    /(?<escaped>\\(?:[pPxu]\{[^}]*\}|b\{|[\s\S]))/,
    /(?<class>\[\^?\]?(?:\\[\s\S]|\[[:.=][^\]]*[:.=]\]|[^\]\\])*\])/,
    /(?<head>\((?:\?(?:P?<[^>]*>|[^):]*:?))?)/,
    /(?<quantifier>(?:[*+?]|\{\d+(?:,\d*)?\})[+?]?)/,
    /(?<other>[\s\S])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

/** @param regex one that both take */
export function regexTraits(regex: string): ReadonlySet<RegexTrait> {
  const traits = new Set<RegexTrait>();
  let depth = 0;
  /** A character of which a byte is not a whole: `.`, or a class that holds such. */
  let isAnyCharacter = false;
  let isBeyondAscii = false;
  let names = 0;
  for (const { groups } of regex.matchAll(pieces)) {
    const { escaped, class: set, head, quantifier, other } = groups!;
    if (quantifier === undefined) {
      if (isAnyCharacter) traits.add('unicode-text');
      isAnyCharacter = other === '.' || (set?.startsWith('[^') ?? false);
    } else {
      if (quantifier.length > 1 && quantifier.endsWith('+')) traits.add('possessive');
      if (isBeyondAscii) traits.add('unicode');
      // Any number of bytes are any number of characters.
      if (isAnyCharacter && !/^[*+]/.test(quantifier)) traits.add('unicode-text');
      isAnyCharacter = false;
    }
    isBeyondAscii = other !== undefined && !isAscii(other);
    if (escaped !== undefined) for (const trait of traitsOfEscape(escaped)) traits.add(trait);
    if (set !== undefined) for (const trait of traitsOfClass(set)) traits.add(trait);
    if (head !== undefined) {
      depth++;
      if (/^\(\?<[A-Za-z_]/.test(head)) names++;
      for (const trait of traitsOfHead(head)) traits.add(trait);
    } else if (other === ')') depth--;
    else if (other === '|' && depth === 0) traits.add('alternation');
    else if (other === '$') traits.add('line-end');
  }
  if (isAnyCharacter) traits.add('unicode-text');
  if (regex.split('?<').length - 1 !== names) traits.add('group-name');
  return traits;
}

function traitsOfEscape(escaped: string): RegexTrait[] {
  if (/^\\(?:[v<>]|b\{)/.test(escaped)) return ['escape'];
  const hexadecimal = /^\\x\{?([\da-f]*)/i.exec(escaped)?.[1];
  if (hexadecimal !== undefined && Number.parseInt(hexadecimal, 16) > 0x7f) return ['unicode'];
  return /^\\[dDwWsSbBpP]/.test(escaped) ? ['unicode-text'] : [];
}

function traitsOfClass(set: string): RegexTrait[] {
  const inner = set.slice(1, -1);
  const isSets = /&&|--|~~|\[(?![:.=])/.test(inner.replace(/\\[\s\S]/g, ''));
  const escapes = [...inner.matchAll(/\\(?:x\{[^}]*\}|x[\da-f]{2}|[\s\S])/gi)].flatMap(([escaped]) =>
    traitsOfEscape(escaped).filter((trait) => trait !== 'escape' || escaped === '\\v'),
  );
  return [
    ...(isSets ? (['class'] as const) : []),
    ...(isAscii(inner) ? [] : (['unicode'] as const)),
    ...escapes,
  ];
}

function traitsOfHead(head: string): RegexTrait[] {
  const [, flags = ''] = /^\(\?([A-Za-z-]*):?$/.exec(head) ?? [];
  return [
    ...(/[xR]/.test(flags) ? (['flag'] as const) : []),
    ...(flags.includes('i') ? (['unicode-text'] as const) : []),
  ];
}

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text);
