/** Expressions inside of other languages: values of the key `expression`, and fences in Markdown. */

import { fieldStart, functionNames, type Pattern, pieceNames } from './pieces.js';

const suffix = 'kong-expression';
const embedded = `meta.embedded.inline.${suffix}`;

/** An expression of Kong, unlike one of CEL, has one of its fields. */
const hasField = `\\b${fieldStart}`;

/** The pieces but the strings, which look different where they are part of a string. */
const withoutStrings: readonly Pattern[] = pieceNames
  .filter((name) => name !== 'string' && name !== 'raw-string')
  .map((name) => ({ include: `source.${suffix}#${name}` }));

const captures = (names: Readonly<Record<number, string>>) =>
  Object.fromEntries(Object.entries(names).map(([group, name]) => [group, { name }]));

const rawString = (match: string): Pattern => ({ name: `string.quoted.other.raw.${suffix}`, match });
const string = (match: string): Pattern => ({ name: `string.quoted.double.${suffix}`, match });

const yaml = {
  block: {
    begin: '^([ \\t]*(?:- +)*)(expression)\\s*(:)\\s+([|>][-+0-9]*)\\s*(#.*)?$',
    beginCaptures: captures({
      2: 'entity.name.tag.yaml',
      3: 'punctuation.separator.key-value.mapping.yaml',
      4: 'keyword.control.flow.block-scalar.yaml',
      5: 'comment.line.number-sign.yaml',
    }),
    while: '^(?:\\s*$|(?=[ \\t]{4,}(?![\\w-]+:(?:\\s|$))(?!- )))',
    contentName: embedded,
    patterns: [{ include: `source.${suffix}` }],
  },
  'single-quoted': {
    begin: `(?<![\\w-])(expression)\\s*(:)\\s+(')(?=.*${hasField})`,
    beginCaptures: captures({
      1: 'entity.name.tag.yaml',
      2: 'punctuation.separator.key-value.mapping.yaml',
      3: 'punctuation.definition.string.begin.yaml',
    }),
    end: "(')(?!')",
    endCaptures: captures({ 1: 'punctuation.definition.string.end.yaml' }),
    contentName: embedded,
    patterns: [
      { name: 'constant.character.escape.yaml', match: "''" },
      { include: '#inline-strings' },
      ...withoutStrings,
    ],
  },
  'double-quoted': {
    begin: `(?<![\\w-])(expression)\\s*(:)\\s+(")(?=.*${hasField})`,
    beginCaptures: captures({
      1: 'entity.name.tag.yaml',
      2: 'punctuation.separator.key-value.mapping.yaml',
      3: 'punctuation.definition.string.begin.yaml',
    }),
    end: '"',
    endCaptures: captures({ 0: 'punctuation.definition.string.end.yaml' }),
    contentName: embedded,
    patterns: [{ include: '#escaped-strings' }, ...withoutStrings],
  },
  plain: {
    begin: `(?<![\\w-])(expression)\\s*(:)\\s+(?=[!(]*\\s*(?:${functionNames}\\s*\\(\\s*)*${fieldStart})`,
    beginCaptures: captures({
      1: 'entity.name.tag.yaml',
      2: 'punctuation.separator.key-value.mapping.yaml',
    }),
    end: '(?=\\s+#)|$',
    contentName: embedded,
    patterns: [{ include: `source.${suffix}` }],
  },
  'inline-strings': {
    patterns: [rawString(`r#"(?:''|[^'])*?"#`), string(`"(?:\\\\.|''|[^"\\\\'])*"`)],
  },
  'escaped-strings': {
    patterns: [rawString('r#\\\\".*?\\\\"#'), string('\\\\"(?:\\\\\\\\.|[^"\\\\])*\\\\"')],
  },
} satisfies Record<string, Pattern>;

export const yamlInjection = {
  name: 'Kong expressions in YAML',
  scopeName: `yaml.${suffix}.injection`,
  injectionSelector: `L:source.yaml -comment -string.quoted -${embedded}`,
  patterns: [
    { include: '#block' },
    { include: '#single-quoted' },
    { include: '#double-quoted' },
    { include: '#plain' },
  ],
  repository: yaml,
};

export const jsonInjection = {
  name: 'Kong expressions in JSON',
  scopeName: `json.${suffix}.injection`,
  injectionSelector: `L:source.json -comment -${embedded}`,
  patterns: [
    {
      begin: `(")(expression)(")\\s*(:)\\s*(")(?=[^"]*${hasField})`,
      beginCaptures: captures({
        1: 'punctuation.support.type.property-name.begin.json',
        2: 'support.type.property-name.json',
        3: 'punctuation.support.type.property-name.end.json',
        4: 'punctuation.separator.dictionary.key-value.json',
        5: 'punctuation.definition.string.begin.json',
      }),
      end: '"',
      endCaptures: captures({ 0: 'punctuation.definition.string.end.json' }),
      contentName: embedded,
      patterns: [{ include: `${yamlInjection.scopeName}#escaped-strings` }, ...withoutStrings],
    },
  ],
};

const assignment = captures({
  1: 'variable.other.readwrite.hcl',
  2: 'keyword.operator.assignment.hcl',
  3: 'punctuation.definition.string.begin.hcl',
});

/** Terraform, OpenTofu and HCL: the attribute `expression`, in quotes and as a heredoc. */
export const hclInjection = {
  name: 'Kong expressions in HCL',
  scopeName: `hcl.${suffix}.injection`,
  injectionSelector: `L:source.hcl -comment -string -${embedded}`,
  patterns: [{ include: '#quoted' }, { include: '#heredoc' }],
  repository: {
    quoted: {
      begin: `(?<![\\w-])(expression)\\s*(=)\\s*(")(?=.*${hasField})`,
      beginCaptures: assignment,
      end: '"',
      endCaptures: captures({ 0: 'punctuation.definition.string.end.hcl' }),
      contentName: embedded,
      patterns: [
        { include: '#interpolation' },
        { include: `${yamlInjection.scopeName}#escaped-strings` },
        ...withoutStrings,
      ],
    },
    heredoc: {
      begin: '(?<![\\w-])(expression)\\s*(=)\\s*(<<-?)\\s*(\\w+)\\s*$',
      beginCaptures: captures({
        1: 'variable.other.readwrite.hcl',
        2: 'keyword.operator.assignment.hcl',
        3: 'keyword.operator.heredoc.hcl',
        4: 'keyword.control.heredoc.hcl',
      }),
      end: '^\\s*(\\4)\\s*$',
      endCaptures: captures({ 1: 'keyword.control.heredoc.hcl' }),
      contentName: embedded,
      patterns: [{ include: '#interpolation' }, { include: `source.${suffix}` }],
    },
    interpolation: {
      name: 'meta.interpolation.hcl',
      begin: '(?<![$%])[$%]\\{',
      beginCaptures: captures({ 0: 'keyword.other.interpolation.begin.hcl' }),
      end: '\\}',
      endCaptures: captures({ 0: 'keyword.other.interpolation.end.hcl' }),
    },
  } satisfies Record<string, Pattern>,
};

export const markdownInjection = {
  name: 'Kong expressions in Markdown',
  scopeName: `markdown.${suffix}.codeblock`,
  injectionSelector: 'L:text.html.markdown',
  patterns: [{ include: '#fence' }],
  repository: {
    fence: {
      begin: '(^|\\G)(\\s*)(`{3,}|~{3,})\\s*(?i:(kong-expression|kong-expr))(?=\\s|$)[^`]*$',
      beginCaptures: captures({
        3: 'punctuation.definition.markdown',
        4: 'fenced_code.block.language.markdown',
      }),
      name: 'markup.fenced_code.block.markdown',
      end: '(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$',
      endCaptures: captures({ 3: 'punctuation.definition.markdown' }),
      patterns: [
        {
          begin: '(^|\\G)(\\s*)(.*)',
          while: '(^|\\G)(?!\\s*([`~]{3,})\\s*$)',
          contentName: `meta.embedded.block.${suffix}`,
          patterns: [{ include: `source.${suffix}` }],
        },
      ],
    },
  },
};
