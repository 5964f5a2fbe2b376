/** The language as data: one table of its fields, functions, operators, types and versions. */
export * from './features.js';
export * from './fields.js';
export * from './functions.js';
export * from './operators.js';
export * from './types.js';
