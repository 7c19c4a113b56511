import assert from 'node:assert/strict';
import { Lexicon } from '../../../../src/classify/names/lexicon/Lexicon';
import { NameReader } from '../../../../src/classify/names/lexicon/NameReader';
import { PathReader } from '../../../../src/classify/topics/PathReader';
import { LANGUAGES, type LanguageWords } from '../../../../src/symbols/vocabulary';

const GREEK: LanguageWords = {
  language: 'Greek',
  quantities: {
    temperature: { strong: ['-θερμοκρασία', 'σημείο δρόσου'] },
    humidity: { strong: ['υγρασία'] },
    pressure: { strong: ['πίεση'] },
    speed: { generic: ['ταχύτητα'] },
    wind_speed: { strong: ['ταχύτητα ανέμου'] },
  },
  modifiers: { setpoint: ['στόχος'], alert: ['συναγερμός'], place: ['χώρος'] },
};

const RUSSIAN: LanguageWords = {
  language: 'Russian',
  quantities: {
    temperature: { strong: ['-температура'] },
    humidity: { strong: ['влажность'] },
    voltage: { strong: ['напряжение'] },
    energy: { strong: ['счётчик энергии'] },
  },
  modifiers: { setpoint: ['уставка'], place: ['комната'] },
};

const CHINESE: LanguageWords = {
  language: 'Chinese',
  quantities: { temperature: { strong: ['温度'] }, humidity: { strong: ['湿度'] } },
  modifiers: { setpoint: ['设定'], place: ['室内'] },
};

const NOBODY: LanguageWords = { language: 'Emoji', quantities: { temperature: { strong: ['🌡'] } } };

function readerOf(languages: readonly LanguageWords[]): (path: string) => string {
  const segments = new PathReader(new NameReader(new Lexicon(languages)));
  return (path) => {
    const { meaning } = segments.read(path, undefined, { kind: 'number', value: 21.5 }) ?? {};
    return meaning ? `${meaning.kind} ${meaning.quantity?.quantity ?? 'nothing'}` : 'nothing';
  };
}

const ADDED = [GREEK, RUSSIAN, CHINESE];

/** Even if the vocabulary gains these languages one day, they are new here. */
const KNOWN = LANGUAGES.filter(({ language }) => !ADDED.some((added) => added.language === language));

const read = readerOf([...KNOWN, ...ADDED]);

describe('a language with non-Latin letters', () => {
  for (const [path, expected] of [
    ['σπίτι/θερμοκρασία', 'reading temperature'],
    ['σπίτι/ΘΕΡΜΟΚΡΑΣΙΑ', 'reading temperature'],
    ['σπίτι/Θερμοκρασία', 'reading temperature'],
    ['σπίτι/θερμοκρασία'.normalize('NFD'), 'reading temperature'],
    ['σπίτι/θερμοκρασια_2', 'reading temperature'],
    ['σπίτι/ΣημείοΔρόσου', 'reading temperature'],
    ['σπίτι/χώρος_υγρασία', 'reading humidity'],
    ['σπίτι/πίεση_kPa', 'reading pressure'],
    ['σπίτι/εξωτερικηθερμοκρασια', 'reading temperature'],
    ['ταχύτητα/ανέμου', 'reading wind_speed'],
    ['στόχος/θερμοκρασία', 'setpoint temperature'],
    ['θερμοκρασία/ΣΤΌΧΟΣ', 'setpoint temperature'],
    ['θερμοκρασία/συναγερμός', 'alert temperature'],
    ['дом/температура', 'reading temperature'],
    ['дом/ТЕМПЕРАТУРА', 'reading temperature'],
    ['дом/КомнатаТемпература', 'reading temperature'],
    ['дом/уставка/влажность', 'setpoint humidity'],
    ['дом/счетчик-энергии', 'reading energy'],
    ['дом/Счётчик_Энергии', 'reading energy'],
    ['дом/напряжение_V', 'reading voltage'],
    ['дом/авиатемпература', 'reading temperature'],
    ['家/温度', 'reading temperature'],
    ['家/室内_湿度', 'reading humidity'],
    ['家/设定/温度', 'setpoint temperature'],
    ['home/temperature', 'reading temperature'],
    ['home/Aussentemperatur', 'reading temperature'],
  ] as const) {
    it(`is read: ${path} is ${expected}`, () => {
      assert.equal(read(path), expected);
    });
  }

  it('is unknown until it is added', () => {
    const without = readerOf(KNOWN);
    for (const path of ['σπίτι/θερμοκρασία', 'дом/температура', '家/温度'])
      assert.equal(without(path), 'nothing');
  });

  it('is not read within a run of ideographs, which have no word boundaries', () => {
    assert.equal(read('家/室内温度'), 'nothing');
  });

  it('does not change how other names are read', () => {
    const without = readerOf(KNOWN);
    for (const path of [
      'kamer/gewenst/temperatuur',
      'a/µ_2',
      'Ω/x',
      'chambre/température',
      'a/P_Grid',
      'x/ΔT',
    ]) {
      assert.equal(read(path), without(path), path);
    }
  });

  it('is refused if its letters have more than 16 bits', () => {
    assert.throws(() => new Lexicon([NOBODY]), RangeError);
  });
});
