/** A decK file as platform teams keep them: many services, some routes each, of every kind. */
export function bigDeckFile(routes: number): string {
  const lines = ['_format_version: "3.0"', 'services:'];
  for (let i = 0; i < routes; i++) {
    if (i % 5 === 0) {
      lines.push(
        `  - name: service-${i / 5}`,
        `    url: http://service-${i / 5}.internal:8080`,
        '    routes:',
      );
    }
    lines.push(`      - name: route-${i}`, ...kinds[i % kinds.length]!(i).map((line) => `        ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

const kinds: readonly ((i: number) => string[])[] = [
  (i) => ['paths:', `  - /orders/${i}/items`, 'methods: [GET, POST]', 'strip_path: false'],
  (i) => [
    `hosts: [api-${i}.example.com]`,
    'paths:',
    `  - ~/v1/users/(?<id>\\d+)/r${i}$`,
    'regex_priority: 5',
  ],
  (i) => [`expression: http.path ^= "/x/${i}" && http.method == "GET"`, `priority: ${i}`],
  (i) => [
    'expression: >-',
    `  (http.path == "/y/${i}" || http.path ^= "/y/${i}/")`,
    '  && any(lower(http.headers.x_channel)) == "beta"',
  ],
  (i) => ['paths:', `  - /z/${i}`, 'headers:', '  X-Version: [v1, v2]', 'tags: [generated, big]'],
];
