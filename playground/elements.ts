/** Elements of the page. Text is always set as text, never as HTML. */

/** @throws if the page has no such element */
export function byId<Element extends HTMLElement>(id: string): Element {
  const element = document.getElementById(id);
  if (!element) throw new Error(`no element ${id}`);
  return element as Element;
}

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export const quiet = (text: string): HTMLElement => element('p', { className: 'quiet' }, text);
