/** `split_port` of Kong/kong `kong/router/traditional.lua`. */

export interface HostAndPort {
  /** Without port and brackets. */
  readonly withoutPort: string;
  /** With the port that is written, or the default one. */
  readonly withPort: string;
  readonly hasPort: boolean;
}

/**
 * A port is decimal digits. A text with more than one colon and no brackets has no port.
 *
 * @param defaultPort `null`: none is added
 */
export function splitPort(name: string, defaultPort: number | null): HostAndPort {
  const withDefault = (host: string) => (defaultPort === null ? host : `${host}:${defaultPort}`);
  const whole: HostAndPort = { withoutPort: name, withPort: withDefault(name), hasPort: false };
  if (name.startsWith('[')) {
    if (name.endsWith(']')) return { ...whole, withoutPort: name.slice(1, -1) };
    const end = name.indexOf(']:', 1);
    if (end === -1) return whole;
    const withoutPort = name.slice(1, end);
    const port = name.slice(end + 2);
    if (port === '') return { withoutPort, withPort: name + (defaultPort ?? ''), hasPort: false };
    return isDigits(port) ? { withoutPort, withPort: name, hasPort: true } : whole;
  }
  const colon = name.indexOf(':');
  if (colon === -1) return whole;
  const host = name.slice(0, colon);
  const port = name.slice(colon + 1);
  if (port === '') return { withoutPort: host, withPort: withDefault(host), hasPort: false };
  if (isDigits(port)) return { withoutPort: host, withPort: name, hasPort: true };
  return { ...whole, withPort: defaultPort === null ? name : `[${name}]:${defaultPort}` };
}

const isDigits = (text: string): boolean => /^\d+$/.test(text);
