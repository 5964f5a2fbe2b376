/**
 * Requests that are written as data: tasks of Ansible with the module `uri`, collections of Postman and Insomnia, HAR files.
 * Sources: Ansible `uri` (`url`, `method`, `body`); Postman Collection 2.1 (`request.url.raw`, `body.mode`); Insomnia export 4
 * (`body.text`, `body.params`); HAR 1.2 (`postData`).
 */

import { isMap, isScalar, isSeq, type ParsedNode, type Scalar } from 'yaml';

export interface WrittenRequest {
  readonly url: string;
  readonly body: WrittenBody;
}

export type WrittenBody =
  /** The fields of the route as a mapping of the file. */
  | { readonly kind: 'mapping'; readonly node: ParsedNode }
  /** JSON, as a text of the file. */
  | { readonly kind: 'text'; readonly node: ParsedNode & Scalar }
  | { readonly kind: 'form'; readonly fields: readonly FormPair[]; readonly node: ParsedNode };

export interface FormPair {
  readonly name: ParsedNode & Scalar;
  readonly value: ParsedNode & Scalar;
}

type Pairs = readonly { readonly key: ParsedNode | null; readonly value: ParsedNode | null }[];

/** The request that a mapping is; `null` if it is none that sends something. */
export function requestIn(node: ParsedNode): WrittenRequest | null {
  const url = textOf(under(node, 'url')) ?? textOf(under(under(node, 'url'), 'raw'));
  const method = textOf(under(node, 'method'));
  if (url === null || !/^(?:POST|PUT|PATCH)$/i.test(method ?? '')) return null;
  const sent = under(node, 'body') ?? under(node, 'postData');
  const isForm = /^form/.test(textOf(under(node, 'body_format')) ?? '');
  const body = isForm && isMap(sent) ? formOf(sent) : bodyOf(sent);
  return body && { url, body };
}

function bodyOf(node: ParsedNode | null): WrittenBody | null {
  if (isScalar(node)) return { kind: 'text', node };
  if (!isMap(node)) return null;
  for (const key of ['raw', 'text']) {
    const text = under(node, key);
    if (isScalar(text)) return { kind: 'text', node: text };
  }
  for (const key of ['urlencoded', 'formdata', 'params']) {
    const list = under(node, key);
    if (isSeq(list))
      return { kind: 'form', fields: (list.items as ParsedNode[]).flatMap(pairOf), node: list };
  }
  return { kind: 'mapping', node };
}

/** The mapping that Ansible encodes as a form; a list is sent as several fields of its name. */
function formOf(node: ParsedNode): WrittenBody {
  const pairs = isMap(node) ? (node.items as unknown as Pairs) : [];
  const fields = pairs.flatMap(({ key, value }): FormPair[] => {
    const values = isSeq(value) ? (value.items as ParsedNode[]) : [value];
    return isScalar(key) ? values.flatMap((one) => (isScalar(one) ? [{ name: key, value: one }] : [])) : [];
  });
  return { kind: 'form', fields, node };
}

/** One that is switched off is not sent. */
function pairOf(node: ParsedNode): FormPair[] {
  const name = under(node, 'key') ?? under(node, 'name');
  const value = under(node, 'value');
  const isOff = textOf(under(node, 'disabled')) === 'true';
  return isScalar(name) && isScalar(value) && !isOff ? [{ name, value }] : [];
}

function under(node: ParsedNode | null, name: string): ParsedNode | null {
  if (!isMap(node)) return null;
  const pairs = node.items as unknown as Pairs;
  return pairs.find(({ key }) => isScalar(key) && key.value === name)?.value ?? null;
}

const textOf = (node: ParsedNode | null): string | null =>
  isScalar(node) && node.value !== null ? String(node.value) : null;
