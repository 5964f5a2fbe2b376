/** Random HCL files as people write them, all of them valid: blocks of Terraform, with everything that expressions can be. */

import { Random } from '../fuzz/random.js';

const names = ['a', 'name', 'x-env', 'é_1', 'count', 'value', 'http_2', 'Ωmega', 'list'];
const roots = [
  'var.a',
  'local.b',
  'each.value',
  'data.aws_x.y',
  'konnect_gateway_route.a',
  'module.m',
  'path.module',
];
const texts = [
  '',
  'a',
  '/x/',
  ' ',
  '  two ',
  '$',
  '%',
  '50%',
  '$$',
  '{',
  '}',
  '#',
  '//',
  'é',
  'e\u0301',
  '😀',
  '\u2028',
  '~',
  "'",
];
const escapes = [
  '\\n',
  '\\t',
  '\\r',
  '\\"',
  '\\\\',
  '\\u00e9',
  '\\U0001F600',
  '\\u0301',
  '$${',
  '%%{',
  '\\\\d+',
];
const operators = ['||', '&&', '==', '!=', '<', '>', '<=', '>=', '+', '-', '*', '/', '%'];

export class HclGenerator {
  private readonly random: Random;

  constructor(seed: number, index: number) {
    this.random = new Random(seed, index);
  }

  file(): string {
    const { random } = this;
    const blocks = Array.from({ length: random.between(3, 9) }, (_, i) => this.topLevel(i));
    const written = `${random.chance(0.05) ? '\ufeff' : ''}${blocks.join(random.chance(0.8) ? '\n' : '')}`;
    const text = written.replace(/(?<=[$%]\s+[$%]\{)~/g, '');
    // Of white space that is trimmed, HashiCorp's scanner keeps one character after `$` or `%`.
    return random.chance(0.15) && !/[$%]\n/.test(text) ? text.replaceAll('\n', '\r\n') : text;
  }

  private topLevel(index: number): string {
    const { random } = this;
    const header = random.pick([
      `resource "konnect_gateway_route" "r${index}"`,
      `resource konnect_gateway_route r${index}`,
      `data "aws_x" "d${index}"`,
      `variable "v${index}"`,
      `output "o${index}"`,
      'locals',
      `module "m${index}"`,
    ]);
    if (random.chance(0.1)) return `${this.comment()}\n${header} {}\n`;
    return `${random.chance(0.3) ? `${this.comment()}\n` : ''}${header} {\n${this.body(1)}}\n`;
  }

  private body(depth: number): string {
    const { random } = this;
    const indent = '  '.repeat(depth);
    const used = new Set<string>();
    let text = '';
    for (let i = random.between(0, 6); i > 0; i--) {
      const name = random.pick(names);
      if (random.chance(0.15)) text += '\n';
      if (random.chance(0.15)) text += `${indent}${this.comment()}\n`;
      if (depth < 4 && random.chance(0.2)) {
        const block = random.chance(0.3) ? `labelled "${random.pick(['x', 'y z', '\\u00e9'])}"` : 'block';
        text += random.chance(0.2)
          ? `${indent}${block} { ${name} = ${this.inline(2)} }\n`
          : `${indent}${block} {\n${this.body(depth + 1)}${indent}}\n`;
      } else if (!used.has(name)) {
        used.add(name);
        const space = ' '.repeat(random.between(0, 3));
        text += `${indent}${name}${space}= ${this.value(indent)}${random.chance(0.1) ? ' # end' : ''}\n`;
      }
    }
    // A comment after a heredoc would be part of its last line.
    return text.replace(/(\n[ \t]*EOT\d*) # end/g, '$1');
  }

  private comment(): string {
    return this.random.pick(['# a "comment" with ${x}', '// another }', '/* of\n two lines { */', '/**/']);
  }

  private value(indent: string): string {
    return this.random.chance(0.2) ? this.heredoc(indent) : this.expression(3, indent);
  }

  private heredoc(indent: string): string {
    const { random } = this;
    const marker = random.pick(['EOT', 'EOT2']);
    const dash = random.chance(0.7) ? '-' : '';
    const lines = Array.from({ length: random.between(0, 5) }, () => {
      const space = random.pick(['', '  ', '    ', '\t', '\u00a0', indent]);
      return random.chance(0.15)
        ? space
        : `${space}${this.parts(
            2,
            texts.filter((text) => text !== '\u2028'),
            ['$${', '%%{', '\\d'],
          )}`;
    });
    return `<<${dash}${marker}\n${lines.map((line) => `${line}\n`).join('')}${random.chance(0.5) ? indent : ''}${marker}`;
  }

  private quoted(depth: number): string {
    return `"${this.parts(depth, texts, escapes)}"`;
  }

  private parts(depth: number, literals: readonly string[], special: readonly string[]): string {
    const { random } = this;
    let text = '';
    for (let i = random.between(0, 4); i > 0; i--) {
      const kind = random.below(10);
      // A sign before a brace would begin a sequence, and one before that would escape it.
      if (kind < 5) text += this.after(text, random.pick(literals));
      else if (kind < 7) text += this.after(text, random.pick(special));
      else if (depth <= 0) text += 'z';
      else if (kind < 9)
        text += this.after(text, `\${${this.tilde()} ${this.inline(depth - 1)} ${this.tilde()}}`);
      else text += this.after(text, this.directive(depth - 1, literals, special));
    }
    return text;
  }

  private after(text: string, next: string): string {
    return /[$%]$/.test(text) && /^[$%{]/.test(next) ? `-${next}` : next;
  }

  private tilde(): string {
    return this.random.chance(0.2) ? '~' : '';
  }

  private directive(depth: number, literals: readonly string[], special: readonly string[]): string {
    const { random } = this;
    const inner = () => this.parts(depth, literals, special).replace(/[$%]$/, '');
    const [open, close] = [this.tilde(), this.tilde()];
    if (random.chance(0.5))
      return `%{${open} for k, v in ${this.reference(1)} ${close}}${inner()}%{ endfor }`;
    const otherwise = random.chance(0.5) ? `%{ else }${inner()}` : '';
    return `%{${open} if ${this.reference(1)} ${close}}${inner()}${otherwise}%{ endif }`;
  }

  /** In one line. */
  private inline(depth: number): string {
    return this.expression(depth, null);
  }

  /** @param indent `null` where line ends are not wanted */
  private expression(depth: number, indent: string | null): string {
    const { random } = this;
    if (depth <= 0)
      return random.pick(['1', '1.5', '-3', '1e3', 'true', 'false', '"a"', 'var.a', '123456789012']);
    const inner = () => this.expression(depth - 1, indent);
    const [line, space] =
      indent === null || random.chance(0.5) ? ['', ' '] : [`\n${indent}  `, `\n${indent}  `];
    switch (random.below(13)) {
      case 0:
      case 1:
      case 2:
        return this.quoted(depth);
      case 3:
        return this.reference(depth);
      case 4: {
        const items = Array.from({ length: random.between(0, 3) }, inner);
        const end = items.length > 0 && random.chance(0.3) ? ',' : '';
        return `[${line}${items.join(`,${space}`)}${end}${line}]`;
      }
      case 5: {
        const entries = Array.from({ length: random.between(0, 3) }, (_, i) => {
          const key = random.pick([
            ...[`k${i}`, `"q ${i}"`, `(var.k${i})`, `x-${i}`, `é${i}`],
            ...[`var.k${i}`, `a[${i}].b`, `a["k${i}"]`, `a[b].c${i}`, `f(${i})`],
          ]);
          return `${key} ${random.pick(['=', ':'])} ${inner()}`;
        });
        // A line end, or a comma, between two.
        const between = line === '' ? ', ' : random.chance(0.5) ? line : `,${line}`;
        return `{${line}${entries.join(between)}${line}}`;
      }
      case 6:
        return `${random.pick(['join', 'format', 'f_1', 'provider::x::y'])}(${line}${inner()}, ${inner()}${random.chance(0.2) ? '...' : ''}${line})`;
      case 7:
        return `(${line}${inner()}${line})`;
      case 8:
        return `${this.term(depth)} ${random.pick(operators)} ${this.term(depth)}`;
      case 9:
        return `${this.reference(1)} ? ${this.term(depth)} : ${this.term(depth)}`;
      case 10:
        return `[for v in ${this.reference(1)} : ${inner()}${random.chance(0.3) ? ' if v' : ''}]`;
      case 11:
        return `{ for k, v in ${this.reference(1)} : k => ${inner()}${random.chance(0.2) ? '...' : ''} }`;
      default:
        return `${random.pick(['-', '!'])}${this.reference(1)}`;
    }
  }

  private term(depth: number): string {
    return this.random.chance(0.5) ? this.reference(depth) : `(${this.inline(depth - 1)})`;
  }

  private reference(depth: number): string {
    const { random } = this;
    let text = random.pick(roots);
    for (let i = random.below(3); i > 0; i--) {
      text += random.pick([
        '.b',
        '[0]',
        '["k"]',
        '[*]',
        '.0',
        depth > 1 ? `[${this.inline(1)}]` : '[each.key]',
      ]);
    }
    return text;
  }
}
