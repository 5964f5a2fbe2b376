/**
 * The TextMate grammars, by which editors colour expressions while a file loads. The files next to this one are made from
 * it and committed, because VS Code reads files; a test compares them.
 */

import { hclInjection, jsonInjection, markdownInjection, yamlInjection } from './injections.js';
import { pieceNames, pieces } from './pieces.js';

const expression = {
  name: 'Kong Expression',
  scopeName: 'source.kong-expression',
  patterns: [{ include: '#expression' }],
  repository: {
    expression: { patterns: pieceNames.map((name) => ({ include: `#${name}` })) },
    ...pieces,
  },
};

/** By the name of the file, without `.tmLanguage.json`. */
export const textMateGrammars = {
  'kong-expression': expression,
  'kong-expression.yaml': yamlInjection,
  'kong-expression.json': jsonInjection,
  'kong-expression.hcl': hclInjection,
  'kong-expression.markdown': markdownInjection,
};
