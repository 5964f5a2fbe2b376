/** The sentences about texts that are not requests. */

import type { RequestProblem, WantedValue } from './problems.js';

const wanted: Readonly<Record<WantedValue, string>> = {
  object: 'an object',
  string: 'a string',
  integer: 'an integer',
  'strings-by-name': 'lists of strings by name',
  'http-url': 'an absolute URL of http or https',
};

/** What follows the name of a value, such as `.host must be a string`, or a sentence without its period. */
export function requestProblemWords(problem: RequestProblem): string {
  switch (problem.code) {
    case 'empty':
      return 'the request is empty';
    case 'not-a-request':
      return 'this is no request: write a URL, a curl command, a HAR entry or a line of an access log';
    case 'json':
      return `not well-formed JSON: ${problem.reason}`;
    case 'unknown-json':
      return 'this JSON is no request: write a HAR entry, a line of a Kong log, or an object with url or path';
    case 'open-quote':
      return `the quote ${problem.quote} is not closed`;
    case 'no-url':
      return 'the curl command has no URL';
    case 'not-a-url':
      return `'${problem.url}' is no absolute URL of http or https`;
    case 'field':
      return `${problem.key === '' ? '' : `.${problem.key}`} must be ${wanted[problem.wanted]}`;
  }
}
