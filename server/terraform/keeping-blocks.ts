/** The blocks `removed` and `import` that keep a route while the type of its resource changes. */

import type { Span } from '../../grammar/index.js';
import { attributeOf, type Block } from '../hcl/index.js';
import { idComment, type TerraformNote } from '../problems/index.js';
import { type AddressUse, addressText } from './addresses.js';
import type { ConversionOptions, FileEdit } from './conversion.js';
import { type ModuleBlock, moduleBlocks } from './module.js';
import { placeholder } from './placeholder.js';
import type { Subject } from './refusals.js';
import type { StateRoute } from './state.js';

export interface KeepingBlocks {
  /** The text of blocks to write after the resource. */
  readonly added: readonly string[];
  readonly edits: readonly FileEdit[];
  /** Uses of the address that are not to be rewritten, or are with `edits`. */
  readonly handled: readonly AddressUse[];
}

export function keepingBlocks(
  subject: Subject,
  options: ConversionOptions,
  notes: TerraformNote[],
): KeepingBlocks {
  const { route, uses } = subject;
  const { type, sibling } = route.resource;
  const old = addressText({ type, name: route.name });
  const target = { type: sibling!, name: route.name };
  const imports = uses.filter((use) => use.block?.type === 'import');
  // What an earlier conversion the other way has left.
  const forgotten = subject.targetUses.filter((use) => use.block?.type === 'removed');
  if (options.isNew) return { added: [], edits: [], handled: [] };
  if (imports.length > 0 && forgotten.length > 0) {
    const isApplied = imports.every((use) => !hasPlaceholder(subject, use));
    if (isApplied) {
      // The one forgets what the other had forgotten: right whether the earlier one was applied or not.
      const edits = forgotten.map((use): FileEdit => ({ file: use.file, span: use.typeSpan, newText: type }));
      return { added: [], edits, handled: [] };
    }
    // Nothing can have been applied with a placeholder.
    const edits = [...imports, ...forgotten].map((use) => deletion(subject, use));
    return { added: [], edits, handled: imports };
  }
  const edits = forgotten.map((use) => deletion(subject, use));
  if (options.isChild === null) notes.push({ code: 'terraform-root-unknown', args: {} });
  const removed = `removed {\n  from = ${old}\n\n  lifecycle {\n    destroy = false\n  }\n}`;
  if (imports.length > 0) return { added: [removed], edits, handled: [] };
  const state = options.ids?.get(old) ?? null;
  if (!state) notes.push({ code: 'terraform-id-missing', args: { address: addressText(target) } });
  const comment = state ? '' : `  # ${idComment(old)}\n`;
  const written = `import {\n${comment}  to = ${addressText(target)}\n  id = ${importId(subject, state)}\n}`;
  return { added: [removed, written], edits, handled: [] };
}

function importId({ file, block, route }: Subject, state: StateRoute | null): string {
  const id = `"${state?.id ?? placeholder}"`;
  const source = (name: string): string | null => {
    const value = attributeOf(block.body, name)?.value;
    const text = value ? file.hcl.text.slice(value.span.start, value.span.end) : null;
    return text === null || text.includes('\n') ? null : text;
  };
  const fields: [string, string][] = [];
  if (route.resource.importId === 'control-plane') {
    const known = state?.controlPlaneId ? `"${state.controlPlaneId}"` : `"${placeholder}"`;
    fields.push(['control_plane_id', source('control_plane_id') ?? known]);
  }
  fields.push(['id', id]);
  const isWorkspaceWritten = attributeOf(block.body, 'workspace') !== null;
  if (route.resource.importId === 'workspace' || isWorkspaceWritten) {
    fields.push(['workspace', source('workspace') ?? `"${state?.workspace ?? 'default'}"`]);
  }
  return `jsonencode({ ${fields.map(([name, value]) => `${name} = ${value}`).join(', ')} })`;
}

/** Whether the block that a use is in has an id that is to be filled in. */
function hasPlaceholder({ module }: Subject, use: AddressUse): boolean {
  const { file, block } = blockWith(module, use);
  const id = attributeOf(block.body, 'id');
  return id !== null && file.hcl.text.slice(id.span.start, id.span.end).includes(placeholder);
}

function blockWith(module: Subject['module'], { file, block }: AddressUse): ModuleBlock {
  return moduleBlocks(module, block!.type).find(
    (found) => found.file.name === file && found.block.span.start === block!.span.start,
  )!;
}

/** The block of a use goes, with the blank line before it. */
function deletion({ module }: Subject, use: AddressUse): FileEdit {
  const { file, block } = blockWith(module, use);
  return { file: file.name, span: withSpaceBefore(file.hcl.text, block), newText: '' };
}

function withSpaceBefore(text: string, { span }: Block): Span {
  const before = text.slice(0, span.start).trimEnd().length;
  // At the start of a file the space after it goes.
  if (before > 0) return { start: before, end: span.end };
  return { start: 0, end: span.end + /^\s*/.exec(text.slice(span.end))![0].length };
}
