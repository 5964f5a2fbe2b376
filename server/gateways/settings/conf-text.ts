/** The text of a kong.conf, read as Kong reads it. */

import type { Place } from '../../text/index.js';
import { append } from '../../text/index.js';
import { slice, type TracedText, textWithBlanks, trim } from '../sources/index.js';
import type { Given } from './launch.js';

export interface ConfSetting extends Given {
  readonly key: string;
  readonly value: TracedText;
}

export interface ConfText {
  /** In their order, repetitions included. */
  readonly settings: readonly ConfSetting[];
  /** Where a line can be added that Kong reads, counted in the text. */
  readonly end: number;
}

/** Of a setting that occurs twice, the last. */
export const settingsByName = ({ settings }: ConfText): ReadonlyMap<string, ConfSetting> =>
  new Map(settings.map((setting) => [setting.key, setting]));

/**
 * The settings of a text as `load_config` in Kong/kong `kong/conf_loader/init.lua` reads them, with `config.read` of
 * lunarmodules/Penlight: lines go on after a backslash; what is empty or a comment is not a line, also among those that go
 * on; quotes are part of a value; what is below a `[section]` is lost.
 */
export function readConf(conf: TracedText): ConfText {
  const text = textWithBlanks(conf);
  const settings: ConfSetting[] = [];
  let begun: TracedText = [];
  let begunAt = 0;
  for (const { 0: content, index } of text.matchAll(/[^\n]+/g)) {
    if (!/[^ \t\v\f\r]/.test(content) || /^[ \t\v\f\r]*[;#]/.test(content)) continue;
    const goesOn = /\\[ \t\v\f\r]*$/.exec(content);
    if (textWithBlanks(begun) === '') begunAt = index;
    begun = [...begun, ...slice(conf, index, index + (goesOn?.index ?? content.length))];
    if (goesOn) continue;
    if (textWithBlanks(begun).startsWith('[')) return { settings, end: begunAt };
    append(settings, assignment(begun));
    begun = [];
  }
  return { settings, end: textWithBlanks(begun) === '' ? text.length : begunAt };
}

function assignment(line: TracedText): ConfSetting[] {
  const found = /^([ \t\v\f\r]*)([^=]*?)[ \t\v\f\r]*=[ \t\v\f\r]*/.exec(textWithBlanks(line));
  if (!found) return [];
  const [whole, indent, name] = found as unknown as [string, string, string];
  const value = withoutComment(trim(slice(line, whole.length)));
  const keyPlace = around(slice(line, indent.length, indent.length + name.length));
  const place = around(value);
  if (!keyPlace || !place) return [];
  return [{ key: name.replace(/[^A-Za-z0-9]/g, '_'), keyPlace, place, value }];
}

/** `strip_comments` in `kong/conf_loader/init.lua`: `\#` begins no comment, and represents `#`. */
function withoutComment(value: TracedText): TracedText {
  const comment = /[ \t\v\f\r]*(?<!\\)#/.exec(textWithBlanks(value));
  const kept = comment ? slice(value, 0, comment.index) : value;
  return kept.map((piece) =>
    piece.text?.includes('\\#')
      ? { ...piece, text: piece.text.replaceAll('\\#', '#'), verbatim: false }
      : piece,
  );
}

/** From the first piece to the last. */
function around(traced: TracedText): Place | null {
  const [first] = traced;
  if (!first) return null;
  const { uri, span } = first.place;
  return { uri, span: { start: span.start, end: Math.max(span.start, traced.at(-1)!.place.span.end) } };
}
