/**
 * The normal form of paths: that of every request before it is routed, and of a prefix in `paths`.
 * Source: Kong/kong `kong/tools/uri.lua` (`normalize`, with slashes merged).
 */

/** Percent-decoded, these would mean something else. */
const reserved = new Set("!*'();:@&=+$,/?%#[]");

/**
 * Decodes what need not be percent-encoded, resolves dot segments, and merges slashes.
 *
 * @param path its bytes, each as a character, since what is decoded need not be UTF-8
 */
export function normalizePath(path: string): string {
  const decoded = decodePath(path);
  return decoded.includes('.') || decoded.includes('//') ? withoutDots(decoded) : decoded;
}

/**
 * The first step of `normalizePath`: what stays encoded has capitals in it.
 *
 * @param path as there
 */
export const decodePath = (path: string): string =>
  path.replace(/%([\da-f]{2})/gi, (triplet, digits) => {
    const character = String.fromCharCode(Number.parseInt(digits, 16));
    return reserved.has(character) ? triplet.toUpperCase() : character;
  });

/** RFC 3986, 5.2.4, where an empty segment is one as if it were not there. */
function withoutDots(path: string): string {
  const segments: string[] = [];
  let rest = path;
  while (rest.length > 0) {
    if (rest === '/.' || rest === '/..') {
      if (rest === '/..') segments.pop();
      rest = '/';
    } else if (rest === '.' || rest === '..') {
      rest = '';
    } else if (rest.startsWith('../')) {
      rest = rest.slice(3);
    } else if (rest.startsWith('./') || rest.startsWith('/./')) {
      rest = rest.slice(2);
    } else if (rest.startsWith('/../')) {
      segments.pop();
      rest = rest.slice(3);
    } else if (rest.startsWith('//')) {
      rest = rest.slice(1);
    } else {
      const slash = rest.indexOf('/', 1);
      segments.push(slash === -1 ? rest : rest.slice(0, slash));
      rest = slash === -1 ? '' : rest.slice(slash);
    }
  }
  return segments.join('');
}
