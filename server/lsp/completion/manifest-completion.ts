/** Completion in manifests: annotations of Kong with their values, and the fields of the objects that become routes. */

import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextMode,
  MarkupKind,
  type Position,
} from 'vscode-languageserver';
import {
  annotatedKind,
  annotationEffects,
  annotationName,
  annotationWords,
  type Shape,
  shapes,
} from '../../kubernetes/index.js';
import {
  type ManifestSet,
  type ManifestWritingPlace,
  mayBeManifest,
  writingPathAt,
} from '../../manifests/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { manifestsOf } from '../manifests.js';
import { rangeOf } from '../ranges.js';
import { completionNotes } from '../words/editor-words.js';

/** @returns `null` if no object is being written that Kong's controllers look at */
export function manifestCompletion(snapshot: Snapshot, position: Position): CompletionItem[] | null {
  const { text, document } = snapshot;
  const content = text.getText();
  if (document.kind !== null || !mayBeManifest({ uri: text.uri, text: content })) return null;
  const place = writingPathAt(content, text.offsetAt(position));
  if (!place || place.kind === '') return null;
  const items =
    place.key === null ? keys(place, manifestsOf(snapshot)) : values(place, manifestsOf(snapshot));
  if (items.length === 0) return null;
  const range = rangeOf(text, place.span);
  return items.map(({ newText, ...item }, index) => ({
    ...item,
    sortText: String(index).padStart(4, '0'),
    filterText: item.label,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range, newText },
  }));
}

type Item = CompletionItem & { readonly newText: string };

function keys({ kind, path, siblings }: ManifestWritingPlace, set: ManifestSet | null): Item[] {
  if (path.join('.') === 'metadata.annotations') return annotationKeys(kind, siblings, set);
  const shape = shapeAt(kind, path);
  if (typeof shape !== 'object' || isList(shape)) return [];
  return Object.keys(shape)
    .filter((key) => key !== '*' && !siblings.has(key))
    .map((key) => ({ label: key, kind: CompletionItemKind.Property, newText: `${key}: ` }));
}

/** Those with an effect in the flavor of the Gateway come first. */
function annotationKeys(kind: string, siblings: ReadonlySet<string>, set: ManifestSet | null): Item[] {
  const annotated = annotatedKind(kind);
  if (!annotated) return [];
  const output = set?.known.gateway.flavor === 'expressions' ? 'expressions' : 'traditional';
  const found = Object.entries(annotationEffects).flatMap(([name, effects]) => {
    const key = name === 'headers' ? 'konghq.com/headers.' : `konghq.com/${name}`;
    const outputs = effects[annotated];
    if (outputs.length === 0 || siblings.has(key)) return [];
    const isEffective = outputs.includes(output);
    const item: Item = {
      label: key,
      kind: CompletionItemKind.Property,
      ...(!isEffective && { labelDetails: { description: completionNotes.noEffect(output) } }),
      documentation: { kind: MarkupKind.Markdown, value: annotationWords[name]?.words ?? '' },
      newText: name === 'headers' ? key : `${key}: `,
    };
    return [{ item, isEffective }];
  });
  return [...found.filter((one) => one.isEffective), ...found.filter((one) => !one.isEffective)].map(
    ({ item }) => item,
  );
}

const matchTypes = ['Exact', 'RegularExpression'];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/** Values to choose from, by the end of the path of their key. */
const choices: readonly (readonly [kind: string, path: RegExp, values: readonly string[]])[] = [
  ['Ingress', /paths\.\[\]\.pathType$/, ['Exact', 'Prefix', 'ImplementationSpecific']],
  ['HTTPRoute', /\.path\.type$/, ['Exact', 'PathPrefix', 'RegularExpression']],
  ['HTTPRoute', /(?:headers|queryParams)\.\[\]\.type$/, matchTypes],
  ['HTTPRoute', /matches\.\[\]\.method$/, methods],
  [
    'HTTPRoute',
    /filters\.\[\]\.type$/,
    ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite', 'ExtensionRef'],
  ],
  ['HTTPRoute', /urlRewrite\.path\.type$/, ['ReplaceFullPath', 'ReplacePrefixMatch']],
  ['GRPCRoute', /\.method\.type$/, matchTypes],
  ['GRPCRoute', /headers\.\[\]\.type$/, matchTypes],
  ['Gateway', /listeners\.\[\]\.protocol$/, ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']],
  ['Gateway', /tls\.mode$/, ['Terminate', 'Passthrough']],
];

function values({ kind, path, key }: ManifestWritingPlace, set: ManifestSet | null): Item[] {
  const whole = [...path, key ?? ''].join('.');
  const listed = (words: readonly string[]): Item[] =>
    words.map((word) => ({ label: word, kind: CompletionItemKind.Value, newText: word }));
  if (path.join('.') === 'metadata.annotations') {
    const name = annotationName(key ?? '');
    return listed(name === null ? [] : (annotationWords[name]?.values ?? []));
  }
  const named = (wanted: string) => [
    ...new Set(
      (set?.manifests.objects ?? []).filter((object) => object.kind === wanted).map(({ name }) => name),
    ),
  ];
  if (whole === 'spec.ingressClassName')
    return listed([...new Set([set?.controller.ingressClass ?? 'kong', ...named('IngressClass')])]);
  if (whole === 'spec.gatewayClassName') return listed(named('GatewayClass'));
  if (/parentRefs\.\[\]\.name$/.test(whole)) return listed(named('Gateway'));
  if (/(?:backendRefs\.\[\]|service)\.name$/.test(whole)) return listed(named('Service'));
  return listed(choices.find(([ofKind, end]) => ofKind === kind && end.test(whole))?.[2] ?? []);
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

/** What a place of an object has to be; `undefined` if it is not known. */
function shapeAt(kind: string, path: readonly string[]): Shape | undefined {
  let shape: Shape | undefined = shapes[kind];
  for (const step of path) {
    if (shape === undefined || typeof shape === 'string') return undefined;
    if (isList(shape)) shape = step === '[]' ? shape[0] : undefined;
    else shape = (shape as { readonly [field: string]: Shape })[step];
  }
  return shape;
}
