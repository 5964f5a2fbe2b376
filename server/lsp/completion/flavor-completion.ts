/** Completion of the router flavor: its values where it is set, and its key where it can be. */

import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type Position,
} from 'vscode-languageserver';
import type { Span } from '../../../grammar/index.js';
import { type DeclaredGateway, findGateways, mayDeclareGateways } from '../../gateways/index.js';
import { type RouterFlavor, routerFlavors } from '../../routes/index.js';
import { folderOf, type Place, SourceFile, uriKey } from '../../text/index.js';
import type { Snapshot } from '../../workspace/index.js';
import { rangeOf } from '../ranges.js';
import { completionNotes } from '../words/editor-words.js';
import { describeFlavor, flavorTitles } from '../words/flavor-words.js';

/**
 * @param asked whether the user invoked completion, rather than a trigger character that may begin a value
 * @param can what the editor does with what is inserted
 */
export function flavorCompletion(
  snapshot: Snapshot,
  position: Position,
  asked: boolean,
  can: { readonly snippets: boolean },
): CompletionItem[] {
  const { text, sources } = snapshot;
  const offset = text.offsetAt(position);
  const source = text.getText();
  const from = sources.found().gateways.find((gateway) => settingAt(gateway, text.uri, offset));
  const span = valueAt(source, offset) ?? (from && settingAt(from, text.uri, offset));
  if (span) return values(snapshot, span, from ?? null);
  return asked && mayBeKongs(text.uri, source) ? keys(snapshot, offset, can) : [];
}

/** A file of settings may say nothing of Kong but its own name. */
const mayBeKongs = (uri: string, text: string): boolean =>
  /kong[^/]*$/i.test(uri) || mayDeclareGateways(new SourceFile(uri, text));

/** Where a gateway has its router flavor, if the cursor is there. */
function settingAt({ flavor, calculation }: DeclaredGateway, uri: string, offset: number): Span | null {
  if (calculation.place && isAt(calculation.place, uri, offset)) return null;
  const { place, origin } = flavor;
  const isOwn = origin.kind === 'written' || origin.kind === 'variable';
  return isOwn && place && isAt(place, uri, offset) ? place.span : null;
}

const isAt = ({ uri, span }: Place, document: string, offset: number): boolean =>
  span.start <= offset && offset <= span.end && uriKey(uri) === uriKey(document);

const key = /(?:^|[^\w.])(?:KONG_ROUTER_FLAVOR|router_flavor)["']?[ \t]*[:=][ \t]*["']?(\w*)$/i;
const named =
  /(?:^|[^\w.])name["']?[ \t]*:[ \t]*["']?KONG_ROUTER_FLAVOR["']?[ \t]*(?:,|\r?\n[ \t]*)[ \t]*["']?value["']?[ \t]*:[ \t]*["']?(\w*)$/;

/** The value before and after the cursor, found in the text: while it is typed, a file may not be valid YAML. */
function valueAt(source: string, offset: number): Span | null {
  const before = source.slice(Math.max(0, offset - 400), offset);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  // What is commented out sets nothing.
  if (/^\s*#/.test(line)) return null;
  const typed = (key.exec(line) ?? named.exec(before))?.[1];
  if (typed === undefined) return null;
  const restLength = /^\w*/.exec(source.slice(offset, offset + 100))?.[0].length ?? 0;
  return { start: offset - typed.length, end: offset + restLength };
}

function values({ text }: Snapshot, span: Span, gateway: DeclaredGateway | null): CompletionItem[] {
  const version = gateway?.version.value ?? null;
  const range = rangeOf(text, span);
  return inOrder.map((flavor, index) => ({
    label: flavor,
    kind: CompletionItemKind.EnumMember,
    detail: flavorTitles[flavor],
    documentation: { kind: MarkupKind.Markdown, value: describeFlavor(flavor, version) },
    sortText: String(index),
    ...(flavor === 'traditional' && { tags: [CompletionItemTag.Deprecated] }),
    textEdit: { range, newText: flavor },
  }));
}

/** The default first, the deprecated one last. */
const inOrder: readonly RouterFlavor[] = [...routerFlavors].sort(
  (a, b) => Number(a === 'traditional') - Number(b === 'traditional'),
);

/** A way to write the key, up to its value. `%i` is how far the line's text is indented. */
interface Way {
  readonly label: string;
  readonly text: string;
}

const inYaml: readonly Way[] = [
  { label: 'KONG_ROUTER_FLAVOR', text: 'KONG_ROUTER_FLAVOR: ' },
  { label: 'KONG_ROUTER_FLAVOR', text: 'KONG_ROUTER_FLAVOR=' },
  { label: 'KONG_ROUTER_FLAVOR', text: 'name: KONG_ROUTER_FLAVOR\n%ivalue: ' },
  { label: 'KONG_ROUTER_FLAVOR', text: 'KONG_ROUTER_FLAVOR\n%ivalue: ' },
  { label: 'router_flavor', text: 'router_flavor: ' },
];

const inLines: readonly Way[] = [
  { label: 'KONG_ROUTER_FLAVOR', text: 'KONG_ROUTER_FLAVOR=' },
  { label: 'router_flavor', text: 'router_flavor = ' },
];

/**
 * The files that may have to do with one: in its folder and those above. What kustomize patches may be anywhere.
 */
function filesAround(files: readonly SourceFile[], key: string): SourceFile[] {
  const folder = folderOf(key);
  const candidates = files.filter((file) => uriKey(file.uri) !== key && mayDeclareGateways(file));
  const isAround = ({ uri }: SourceFile) => folder.startsWith(folderOf(uriKey(uri)));
  const around = candidates.filter(isAround);
  const isPatched = around.some(({ uri }) => /\/kustomization\.ya?ml$/i.test(uri));
  return isPatched ? candidates : around;
}

/** What may precede a key on its line, and the part of the key that is typed. */
const lineBefore = /^([ \t]*(?:-[ \t]+)?)((?:name:[ \t]*|ENV[ \t]+)?)(\w*)$/;

/**
 * The key wherever it would set the router flavor of a gateway: whether it would is asked of the readers, by writing it
 * there.
 */
function keys(
  { text, sources }: Snapshot,
  offset: number,
  can: { readonly snippets: boolean },
): CompletionItem[] {
  const source = text.getText();
  const line = source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset);
  const found = lineBefore.exec(line);
  const rest = /^[^\r\n]*/.exec(source.slice(offset))?.[0] ?? '';
  if (!found || !/^\w*\s*$/.test(rest)) return [];
  const [, indent = '', , typed = ''] = found;
  const span = { start: offset - typed.length, end: offset + /^\w*/.exec(rest)![0].length };
  const key = uriKey(text.uri);
  const others = filesAround(sources.files(), key);
  const uri = sources.source(text.uri)?.uri ?? text.uri;
  const gatewaysWith = (typed: string) => {
    const file = new SourceFile(uri, source.slice(0, span.start) + typed + source.slice(span.end));
    return findGateways([...others, file]).gateways;
  };
  const before = new Map(gatewaysWith('').map((gateway) => [gateway.id, gateway]));
  const columns = ' '.repeat(indent.length);
  for (const { label, text: way } of /\.(?:ya?ml|json|tpl|gotmpl)$/i.test(uri) ? inYaml : inLines) {
    if (!label.toLowerCase().startsWith(typed.toLowerCase())) continue;
    const start = way.replace('%i', columns);
    const isNewValue = gatewaysWith(`${start}expressions`).some(({ id, kind, flavor: { place } }) => {
      const isHere = place?.span.start === span.start + start.length && uriKey(place.uri) === key;
      // A variable does not turn a container of other software into a Gateway; in these files the setting is the only sign of one.
      const isKnown = kind === 'kong.conf' || kind === 'dockerfile' || before.has(id);
      return isHere && isKnown && !before.get(id)?.flavor.place;
    });
    if (!isNewValue) continue;
    return [
      {
        label,
        kind: CompletionItemKind.Property,
        detail: completionNotes.routerFlavor,
        // The lines are indented as they have to be.
        insertTextMode: InsertTextMode.asIs,
        insertTextFormat: can.snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
        textEdit: {
          range: rangeOf(text, span),
          newText: can.snippets ? `${start}\${1|${inOrder.join(',')}|}` : start,
        },
      },
    ];
  }
  return [];
}
