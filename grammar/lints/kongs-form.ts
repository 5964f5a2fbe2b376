/**
 * The form in which Kong's router, and a conversion, write the paths of a traditional route: an expression that a person wrote gets no
 * advice on its style.
 * Source: Kong/kong `kong/router/transform.lua` (`get_expression`), up to 3.5 `kong/router/compat.lua`.
 */

import { hasEngineOf36, type Language } from '../semantics/index.js';

const forms = ['r#"[^"]*"#', String.raw`"(?:[^"\\]|\\.)*"`].map((constant) => {
  const path = String.raw`http\.path (?:~|\^=) ${constant}`;
  return new RegExp(String.raw`^\(${path}(?: \|\| ${path})*\)$`);
});

/** @param group text of a group with its parentheses */
export const isInKongsForm = (group: string, { gatewayVersion }: Language): boolean =>
  forms[hasEngineOf36(gatewayVersion) ? 0 : 1]!.test(group);
