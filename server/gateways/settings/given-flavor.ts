/** A router flavor that is given somewhere, as it is written. */

import type { WrittenFlavor } from '../model/index.js';
import { type Given, settingOf } from './launch.js';
import { parseFlavor } from './setting-value.js';

/** @param key what it is called where it is written */
export function writtenFlavor(key: string, given: Given): WrittenFlavor {
  const { keyPlace } = given;
  const { text, place } = settingOf(given, parseFlavor);
  const isHere = text !== null && place?.uri === keyPlace.uri;
  return { key, keyPlace, place: isHere ? place : given.place, text: isHere ? text : null, unread: null };
}
