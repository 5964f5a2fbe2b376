/** Which version of the crate `regex` a Gateway has, and what older ones do not accept. */

import { type GatewayVersion, hasEngineOf36, isAtLeast } from '../gateway-version.js';
import type { NewSyntax } from './syntax.js';

/** The minor version of the crate: 11 is `regex` 1.11. */
export type CrateVersion = 7 | 9 | 10 | 11;

/**
 * By the `Cargo.lock` that each Gateway is built with. Kong/atc-router at the tag in Kong/kong `.requirements`: 1.0.5 has
 * regex 1.7.0 (Gateway 3.2 and 3.3; the tags of 3.0 and 3.1 have no lock, and were built when 1.6 and 1.7 were the newest),
 * 1.2.0 has 1.9.1 (3.4, 3.5), 1.6.0 has 1.10.3 and 1.6.2 1.10.4 (3.6 to 3.8). Since 3.9 Kong/kong has a lock of its own,
 * `crate_locks/atc_router.Cargo.lock`, with 1.11.1.
 */
export function crateOf(version: GatewayVersion): CrateVersion {
  if (isAtLeast(version, '3.9')) return 11;
  if (hasEngineOf36(version)) return 10;
  return isAtLeast(version, '3.4') ? 9 : 7;
}

/** The version of Unicode in the tables of a crate (`regex-syntax/src/unicode_tables` at its tag). */
export const unicodeOf = (crate: CrateVersion): '15.0' | '16.0' => (crate >= 11 ? '16.0' : '15.0');

/** With which version each came (`CHANGELOG.md` of rust-lang/regex: 1.8.0, 1.9.0, 1.10.0), and what older ones say. */
export const newSyntaxes: Readonly<Record<NewSyntax, { readonly since: number; readonly message: string }>> =
  {
    'escaped-punctuation': { since: 8, message: 'unrecognized escape sequence' },
    'group-name-form': { since: 8, message: 'unrecognized flag' },
    'group-name-characters': { since: 8, message: 'invalid capture group character' },
    'flag-R': { since: 9, message: 'unrecognized flag' },
    'word-boundary': { since: 10, message: 'repetition quantifier expects a valid decimal' },
    'word-boundary-angle': { since: 10, message: 'unrecognized escape sequence' },
  };

/** What Unicode 15.1 and 16.0 added to `property_names.rs` and `property_values.rs`, normalized (UAX44-LM3). */
const newerValues = new Set(
  `15.1 16.0 v151 v160 gara garay gukh gurungkhema kiratrai krai olonal onao sunu sunuwar todhri todr tulutigalari tutg`.split(
    ' ',
  ),
);
const newerNames = new Set(
  `idcompatmathcontinue idcompatmathstart idsu idsunaryoperator mcm modifiercombiningmark`.split(' '),
);

/** @returns what an older crate, with the tables of Unicode 15.0, says of a property; `null` if it knows it */
export function refusalOfProperty(name: string, crate: CrateVersion): string | null {
  const [property = '', value] = name.split(/!=|[:=]/).map(normalized);
  // As properties by themselves since 1.8 (`CHANGELOG.md`, bugs 835 and 965).
  if (crate < 8 && value === undefined && /^(?:sc|lc)$/.test(property)) return 'Unicode property not found';
  if (value !== undefined) return newerValues.has(value) ? 'Unicode property value not found' : null;
  return newerNames.has(property) || newerValues.has(property) ? 'Unicode property not found' : null;
}

const normalized = (name: string): string => name.toLowerCase().replace(/^is/, '').replace(/[ _-]/g, '');
