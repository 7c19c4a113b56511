import type { Convention } from './conventions';
import type { NameReader } from './lexicon/NameReader';
import { GENERIC, type KnownValue, type NameMeaning, NOTHING, nameMeaning, STRONG } from './nameMeaning';

/** A meaning with the name of the segment that holds it. */
export interface Found {
  readonly meaning: NameMeaning;
  readonly name: string;
}

/** Reads the segments of topics and paths. */
export class SegmentReader {
  constructor(private readonly reader: NameReader) {}

  /** Reads segments from right to left; modifiers of segments on the right speak of quantities on their left. */
  read(path: string, convention: Convention | undefined, known: KnownValue): Found | undefined {
    let end = path.length;
    let level = convention ? countLevels(path) - 1 : 0;
    const isText = known.kind === 'text';
    let own: Found | undefined;
    let generic: Found | undefined;
    while (end > 0) {
      const start = path.lastIndexOf('/', end - 1) + 1;
      const isContent = !convention || (level >= convention.from && level < convention.to);
      if (end > start && isContent && !convention?.skip.has(path.slice(start, end).toLowerCase())) {
        this.reader.read(path, start, end);
        const meaning = nameMeaning(this.reader, known);
        if (meaning) {
          const name = path.slice(start, end);
          if (meaning.strength === STRONG) return combine({ meaning, name }, own, isText);
          if (generic) return combine(generic, own, isText);
          if (meaning.strength === GENERIC) generic = { meaning, name };
          else if (meaning.strength > NOTHING) return combine({ meaning, name }, own, isText);
          else own ??= { meaning, name };
        } else if (generic) return combine(generic, own, isText);
      }
      end = start - 1;
      level--;
    }
    return generic ? combine(generic, own, isText) : own;
  }

  /** What the name of a convention's device says, where it says it surely. */
  readDevice(topic: string, convention: Convention, known: KnownValue): Found | undefined {
    const device = topic
      .split('/', 9)
      .filter((_, level) => convention.isDevice[Math.min(level, convention.isDevice.length - 1)]);
    const found = this.read(device.join('/'), undefined, known);
    return found?.meaning.strength === STRONG ? found : undefined;
  }
}

/** What stands right of a quantity says what kind of value it is: `temperature/set`, `temperature/alarm`. */
function combine(found: Found, right: Found | undefined, isText: boolean): Found {
  if (!right) return found;
  // `temp/unit-7` is a place, `temperature/unit` with a text is not.
  if (right.meaning.kind === 'meta' && !isText) return found;
  // `temperature/state` is the value of the temperature, as Home Assistant and ESPHome publish it.
  if (right.meaning.kind === 'reading' || right.name.toLowerCase() === 'state') return found;
  return { ...found, meaning: { ...found.meaning, kind: right.meaning.kind } };
}

function countLevels(topic: string): number {
  let levels = 1;
  for (let at = topic.indexOf('/'); at >= 0; at = topic.indexOf('/', at + 1)) levels++;
  return levels;
}
