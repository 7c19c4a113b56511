import assert from 'node:assert/strict';
import { Lexicon } from '../../../src/classify/names/lexicon/Lexicon';
import { VocabularyError } from '../../../src/classify/names/lexicon/wordEntries';
import { LANGUAGES, type LanguageWords } from '../../../src/symbols/vocabulary';

/** A table as in a file that the compiler has not checked. */
const unchecked = (table: string): LanguageWords => JSON.parse(table);

/** The lexicon's error for these tables when added to all others. */
function errorOf(...tables: readonly LanguageWords[]): string {
  try {
    new Lexicon([...LANGUAGES, ...tables]);
  } catch (error) {
    assert.ok(error instanceof VocabularyError, String(error));
    return error.message;
  }
  return '';
}

describe('the vocabulary', () => {
  it('lets the compiler find an unknown quantity, strength and modifier', () => {
    const tables: readonly LanguageWords[] = [
      // @ts-expect-error `temprature` is not a quantity.
      { language: 'Zulu', quantities: { temprature: { strong: ['zulu'] } } },
      // @ts-expect-error `stong` is not a strength.
      { language: 'Zulu', quantities: { temperature: { stong: ['zulu'] } } },
      // @ts-expect-error `setpiont` is not a modifier.
      { language: 'Zulu', modifiers: { setpiont: ['zulu'] } },
      // @ts-expect-error A word for one quantity is not ambiguous.
      { language: 'Zulu', ambiguous: { weak: { zulu: ['temperature'] } } },
    ];
    assert.equal(tables.length, 4);
  });

  it('skips nothing silently: an unknown entry that the compiler has not seen is an error', () => {
    assert.equal(
      errorOf(unchecked('{"language":"Zulu","quantities":{"temprature":{"strong":["zulu"]}}}')),
      'Unknown quantity "temprature" in Zulu, temprature, strong.',
    );
    assert.equal(
      errorOf(unchecked('{"language":"Zulu","quantities":{"temperature":{"stong":["zulu"]}}}')),
      'Unknown strength "stong" in Zulu, temperature, stong.',
    );
    assert.equal(
      errorOf(unchecked('{"language":"Zulu","modifiers":{"setpiont":["zulu"]}}')),
      'Unknown modifier "setpiont" in Zulu, setpiont.',
    );
  });

  it('refuses an empty word, and two words in one', () => {
    for (const word of ['', ' ', '-']) {
      assert.equal(
        errorOf({ language: 'Zulu', quantities: { power: { strong: [word] } } }),
        'An empty word in Zulu, power, strong.',
      );
    }
    for (const word of ['zulu, amandla', ' zulu', '- zulu']) {
      assert.equal(
        errorOf({ language: 'Zulu', modifiers: { state: [word] } }),
        `"${word}" is not one word or phrase: in Zulu, state.`,
      );
    }
  });

  it('refuses a word listed twice in a language, and says where', () => {
    assert.equal(
      errorOf({
        language: 'Zulu',
        quantities: { power: { strong: ['amandla'] }, energy: { weak: ['amandla'] } },
      }),
      '"amandla" is listed twice: in Zulu, power, strong; in Zulu, energy, weak.',
    );
    assert.equal(
      errorOf({ language: 'Zulu', modifiers: { state: ['isimo', 'ISIMO'] } }),
      '"isimo" and "ISIMO" are read alike: in Zulu, state; in Zulu, state.',
    );
    assert.equal(
      errorOf({ language: 'German', quantities: { pressure: { strong: ['luft druck'] } } }),
      '"luftdruck" and "luft druck" are read alike: in German, atmospheric_pressure, strong; in German, pressure, strong.',
    );
  });

  it('lets two languages share a word only if it means the same', () => {
    assert.equal(errorOf({ language: 'Portuguese', quantities: { weight: { strong: ['peso'] } } }), '');
    assert.equal(
      errorOf({ language: 'Portuguese', quantities: { pressure: { strong: ['peso'] } } }),
      '"peso" is listed twice: in Italian, weight, strong; in Portuguese, pressure, strong.',
    );
  });

  it('lets a word be both a quantity and a modifier, and have two modifiers', () => {
    const zulu: LanguageWords = {
      language: 'Zulu',
      quantities: { power: { strong: ['amandla'] } },
      modifiers: { state: ['amandla'], meta: ['amandla'] },
    };
    assert.equal(errorOf(zulu), '');
  });
});
