/**
 * The annotation `konghq.com/rewrite` of Ingresses: a plugin on each of their routes.
 * Source: `subtranslator/ingress.go` (`MaybeRewriteURI`, `generateRewriteURIConfig`).
 */

import { isEnabled } from '../controllers/settings.js';
import { kong } from '../objects/annotations.js';
import { byteLength } from '../objects/go-text.js';
import type { Refusal } from '../problems/codes.js';
import type { Services, TranslationContext } from './context.js';

/** Where one Ingress has a rewrite that is refused, the whole Kong service goes, with the routes of the others. */
export function addRewrites(services: Services, context: TranslationContext): void {
  for (const [name, { routes }] of services) {
    for (const route of routes) {
      const rewrite = route.object.annotations.get(`${kong}rewrite`);
      if (!rewrite) continue;
      const uri = isEnabled(context.settings, 'RewriteURIs')
        ? rewriteTemplate(rewrite.value || '/')
        : ({ reason: 'rewrite-gate-off', args: {} } as const);
      if (typeof uri !== 'string') {
        context.refuse(route.object, uri, rewrite.origin);
        services.delete(name);
        break;
      }
      route.plugins.push({ name: 'request-transformer', config: { replace: { uri } } });
    }
  }
}

/** `$1` becomes the first group of the path's regex; `\$` is a dollar sign. */
export function rewriteTemplate(uri: string): string | Refusal {
  let template = '';
  let state: 'plain' | 'escape' | 'mark' | 'digits' = 'plain';
  let position = 0;
  for (const character of uri) {
    const isDigit = /\p{Nd}/u.test(character);
    const isWrong = (state === 'escape' && character !== '$') || (state === 'mark' && !isDigit);
    if (isWrong) return { reason: 'rewrite-form', args: { character, position } };
    if (state === 'mark') {
      template += `$(uri_captures[${character}`;
      state = 'digits';
    } else if (state === 'escape') {
      template += character;
      state = 'plain';
    } else if (state === 'digits' && isDigit) {
      template += character;
    } else {
      if (state === 'digits') template += '])';
      if (character === '$') state = 'mark';
      else if (character === '\\') state = 'escape';
      else {
        template += character;
        state = 'plain';
      }
    }
    position += byteLength(character);
  }
  if (state === 'digits') return `${template}])`;
  return state === 'plain' ? template : { reason: 'rewrite-end', args: {} };
}
