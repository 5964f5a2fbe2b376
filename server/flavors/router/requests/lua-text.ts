/** Texts and numbers as Lua reads them, in the C locale. */

/** `string.lower`: letters of ASCII only. */
export const asciiLower = (text: string): string =>
  /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;

/** `string.upper`: letters of ASCII only. */
export const asciiUpper = (text: string): string =>
  /[a-z]/.test(text) ? text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) : text;

/** `tonumber`: decimal or hexadecimal, white space around it. `null` if Lua gives `nil`. */
export function luaNumber(text: string): number | null {
  const digits = text.trim();
  if (!/^[+-]?(?:0x[\da-f]+|\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)$/i.test(digits)) return null;
  const isNegative = digits.startsWith('-');
  const size = Number(digits.replace(/^[+-]/, ''));
  return isNegative ? -size : size;
}

/**
 * `split_host_port` (Kong/kong `kong/router/transform.lua`): at the first colon, if Lua reads what follows as a number.
 */
export function splitHostPort(written: string): { readonly host: string; readonly port: number | null } {
  const colon = written.indexOf(':');
  const port = colon === -1 ? null : luaNumber(written.slice(colon + 1));
  return port === null ? { host: written, port } : { host: written.slice(0, colon), port };
}
