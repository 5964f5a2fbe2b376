/** Route tests: requests with what is expected of them, run, counted and generated. */

export {
  type CoverageCount,
  type CoveredRoute,
  type CoveredValue,
  countOf,
  coverageOf,
  percentOf,
} from './coverage.js';
export { type GeneratedTest, type GeneratedTests, generateTests } from './generate.js';
export { mutantWords } from './mutant-words.js';
export { type Mutant, type MutantChange, mutantsOf } from './mutants.js';
export { type FileRun, gatewayAs, runFile, type TableCoverage, type TestedRoutes } from './run-file.js';
export { type Mismatch, runTest, type TestResult } from './run-tests.js';
export {
  isTestFile,
  type PlacedTestProblem,
  type RouteTest,
  type RouteTestFile,
  readTestFile,
  type TestedGateway,
  testedGatewayOf,
} from './test-file.js';
export { isTested, testedNames, testedUris } from './test-names.js';
export { failureLines, mismatchWords, testProblemWords } from './test-words.js';
export { testFileText } from './write-test-file.js';
