/** Inputs of tools as an agent sends them: unchecked data. */

import type { AgentTool, Input, InputSchema } from './tools.js';

/** @returns the input, or what is wrong with it in a sentence that the agent can act on */
export function inputOf(
  { properties, required }: AgentTool,
  sent: unknown,
): { readonly input: Input } | { readonly refused: string } {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    return { refused: 'The arguments are not an object.' };
  }
  const entries = Object.entries(sent).filter(([, value]) => value !== undefined && value !== null);
  for (const [key, value] of entries) {
    const schema = properties[key];
    if (!schema)
      return { refused: `There is no argument ${key}. There are ${Object.keys(properties).join(', ')}.` };
    if (!fits(schema, value)) return { refused: `The argument ${key} must be ${wanted(schema)}.` };
  }
  const input = Object.fromEntries(entries) as Input;
  const paths = ['paths', 'before', 'after', 'directory'].flatMap((key) => input[key] ?? []);
  // The commands read the routes of an Admin API from its URL, which an agent must not make them do.
  if (paths.some((path) => /^\s*https?:/i.test(String(path)))) {
    return { refused: 'The tools do not use the network. Name a file or a directory instead of a URL.' };
  }
  const missing = required.find((key) => input[key] === undefined);
  if (missing !== undefined) return { refused: `The argument ${missing} is missing.` };
  const hasPaths = Array.isArray(input.paths) && input.paths.length > 0;
  if ('paths' in properties && hasPaths === (input.text !== undefined)) {
    return { refused: 'Give either paths or text.' };
  }
  return { input };
}

function fits(schema: InputSchema, value: unknown): boolean {
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' && (schema.enum?.includes(value) ?? true);
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return (
        Array.isArray(value) &&
        value.length >= (schema.minItems ?? 0) &&
        value.every((item) => typeof item === 'string')
      );
  }
}

function wanted(schema: InputSchema): string {
  if (schema.type === 'array') return 'a list of texts';
  if (schema.type === 'boolean') return 'true or false';
  return schema.enum ? `one of ${schema.enum.join(', ')}` : 'a text';
}
