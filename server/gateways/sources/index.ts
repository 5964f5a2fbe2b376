/** Reading files with the place of every value: YAML trees, texts with variables filled in, insertions. */

export {
  below,
  endInsertion,
  entryInsertion,
  type Insertion,
  itemInsertion,
  lineBreak,
  pathInsertion,
  valueInsertion,
  type Written,
} from './insertion.js';
export { interpolate, type Lookup } from './interpolation.js';
export { ofScalar } from './scalar-text.js';
export { isTerraform } from './terraform-path.js';
export {
  asVariable,
  knownText,
  type Piece,
  shellVariable,
  slice,
  type TracedText,
  terraformVariable,
  textWithBlanks,
  trim,
  unsetVariable,
  written,
} from './traced-text.js';
export { distinctPaths, environmentsIn, isEnvironment, variantKey } from './variants.js';
export {
  at,
  entry,
  isTemplate,
  isText,
  items,
  partOf,
  textOf,
  type YamlEntry,
  type YamlList,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
  yamlDocuments,
} from './yaml-tree.js';
