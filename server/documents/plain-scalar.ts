/**
 * What an unquoted YAML scalar means, as Kong itself reads it: `lib/lyaml/implicit.lua` of lyaml 6.2.8, which
 * Kong pins in its rockspec. It is YAML 1.1 in spirit: `yes` and `off` are booleans, `010` is eight, `1:30` is
 * ninety. decK's Go parser (`resolve.go` of go.yaml.in/yaml/v2, by way of sigs.k8s.io/yaml) differs in that it has
 * no numbers to the base of sixty and accepts `y` and `n` for booleans too.
 */

const spellings = (word: string) => [word, word[0]!.toUpperCase() + word.slice(1), word.toUpperCase()];

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on'].flatMap(spellings).map((text) => [text, true] as const),
  ...['false', 'no', 'off'].flatMap(spellings).map((text) => [text, false] as const),
]);

const nulls: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);

export type PlainValue = string | number | bigint | boolean | null;

export function plainValue(text: string): PlainValue {
  if (nulls.has(text)) return null;
  // Everything that is not a string starts with one of these, so most scalars are done here.
  const first = text.charCodeAt(0);
  const startsLikeNumber =
    (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e || first === 0x5f;
  if (startsLikeNumber) return numberValue(text) ?? text;
  return booleans.get(text) ?? text;
}

function numberValue(text: string): number | bigint | null {
  const negative = text[0] === '-';
  const unsigned = text[0] === '-' || text[0] === '+' ? text.slice(1) : text;
  const digits = unsigned.replaceAll('_', '');
  if (/^0_*[0-7][0-7_]*$/.test(unsigned)) return integer(`0o${digits.slice(1)}`, negative);
  if (/^_*[0-9][0-9_]*$/.test(unsigned)) return integer(digits, negative);
  if (/^([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(digits))
    return Number(negative ? `-${digits}` : digits);
  if (/^\.(inf|Inf|INF)$/.test(unsigned)) return negative ? -Infinity : Infinity;
  if (/^\.(nan|NaN|NAN)$/.test(text)) return NaN;
  if (/^0x_*[0-9a-fA-F][0-9a-fA-F_]*$/.test(unsigned)) return integer(digits, negative);
  if (/^0b_*[01][01_]+$/.test(unsigned)) return integer(digits, negative);
  if (/^[0-9]+:[0-5]?[0-9][:0-9]*(\.[0-9]+)?$/.test(unsigned)) {
    const [whole = '', fraction] = unsigned.split('.');
    const base60 = (whole.match(/[0-9]+/g) ?? []).reduce((sum, part) => sum * 60 + Number(part), 0);
    const value = fraction === undefined ? base60 : base60 + Number(`0.${fraction}`);
    return negative ? -value : value;
  }
  return null;
}

function integer(digits: string, negative: boolean): number | bigint {
  const value = negative ? -BigInt(digits) : BigInt(digits);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
