/** JUnit's XML, in the form that Jenkins and GitLab read: at most one failure a case. */

export interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  readonly xml: string;
}

export type CaseResult =
  | { readonly outcome: 'passed'; readonly output?: string }
  | { readonly outcome: 'skipped'; readonly message: string }
  | {
      readonly outcome: 'failure' | 'error';
      readonly type: string;
      readonly message: string;
      readonly text: string;
    };

export function junitText(suites: readonly Suite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'kong-routes', ...tally(all) })}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite${attributes({ name, ...tally(cases) })}>`,
      ...cases.map(({ xml }) => xml),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

export function testCase(file: string, name: string, result: CaseResult): Case {
  const start = `    <testcase${attributes({ name, classname: file, file, time: 0 })}`;
  const inside = insideOf(result);
  return {
    outcome: result.outcome,
    xml: inside === '' ? `${start}/>` : `${start}>\n      ${inside}\n    </testcase>`,
  };
}

function insideOf(result: CaseResult): string {
  switch (result.outcome) {
    case 'passed':
      return result.output === undefined ? '' : `<system-out>${escaped(result.output)}</system-out>`;
    case 'skipped':
      return `<skipped${attributes({ message: result.message })}/>`;
    default: {
      const { outcome, type, message, text } = result;
      return `<${outcome}${attributes({ type, message })}>${escaped(text)}</${outcome}>`;
    }
  }
}

const tally = (cases: readonly Case[]) => ({
  tests: cases.length,
  failures: cases.filter(({ outcome }) => outcome === 'failure').length,
  errors: cases.filter(({ outcome }) => outcome === 'error').length,
  skipped: cases.filter(({ outcome }) => outcome === 'skipped').length,
  time: 0,
});

const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replace(/[\t\n\r]/g, reference)}"`)
    .join('');

const escaped = (text: string) =>
  text
    // No characters of XML 1.0, not even as references (https://www.w3.org/TR/xml/#charsets).
    .replace(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character]!)
    // A reader makes a line feed of it.
    .replace(/\r/g, reference);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const reference = (character: string) => `&#${character.charCodeAt(0)};`;
