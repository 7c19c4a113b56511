import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  RULE_KINDS,
  RULE_TABLE_FORMATS,
  RuleTableError,
  type RuleTableFault,
  readRuleTable,
  type TableRule,
  writeRuleTable,
} from '../../../../nodes/editor/rules/ruleTable';
import { assertProperty } from '../../../harness/assertProperty';
import { runs } from '../../../harness/effort';

/** Any text, including lone surrogates, with the characters that could trip up a table far more often. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('"', ',', ';', '\t', '\r', '\n', '\r\n', ' ', '\uFEFF', '\ud800', "'", 'a', '\\'),
  }),
);
const anyRules = fc.array(
  fc.record(
    { kind: fc.constantFrom(...RULE_KINDS), match: anyText, symbol: anyText },
    { noNullPrototype: true },
  ),
  { maxLength: 20 },
);

function read(text: string): TableRule[] {
  return readRuleTable(text).map(({ kind, match, symbol }) => ({ kind, match, symbol }));
}

function faultOf(text: string): readonly [RuleTableFault, number, string] {
  try {
    readRuleTable(text);
  } catch (error) {
    assert.ok(error instanceof RuleTableError);
    return [error.fault, error.line, error.found];
  }
  return assert.fail('the text was read');
}

const boiler = { kind: 'topic', match: 'plant/boiler', symbol: 'SENSOR_TEMP' } as const;
const shake = { kind: 'keyword', match: 'shake', symbol: '0xfc67' } as const;

describe('a rule table', () => {
  for (const format of RULE_TABLE_FORMATS) {
    it(`is read back from ${format} unchanged, whatever its contents`, () => {
      assertProperty(
        fc.property(anyRules, (rules) => assert.deepEqual(read(writeRuleTable(rules, format)), rules)),
        { numRuns: runs(1000) },
      );
    });

    it(`gives the line of every row of ${format}`, () => {
      const rules = [boiler, { ...shake, match: 'a\r\nb\nc\rd' }, shake];
      const lines = readRuleTable(writeRuleTable(rules, format)).map(({ line }) => line);
      assert.deepEqual(lines, format === 'csv' ? [2, 3, 7] : [2, 3, 4]);
    });
  }

  it('is readable in both formats', () => {
    const rules = [boiler, { ...shake, match: 'say "x", y' }];
    assert.equal(
      writeRuleTable(rules, 'csv'),
      'kind,match,symbol\r\ntopic,plant/boiler,SENSOR_TEMP\r\nkeyword,"say ""x"", y",0xfc67\r\n',
    );
    assert.equal(
      writeRuleTable([boiler], 'json'),
      '[\n  {"kind":"topic","match":"plant/boiler","symbol":"SENSOR_TEMP"}\n]\n',
    );
  });

  it('may use any common separator and line ending, and begin with a byte order mark', () => {
    for (const separator of [',', ';', '\t']) {
      for (const end of ['\n', '\r\n', '\r']) {
        const lines = ['kind|match|symbol', 'topic|plant/boiler|SENSOR_TEMP', 'keyword|shake|0xfc67'];
        const table = lines.join(end).replaceAll('|', separator);
        assert.deepEqual(read(`\uFEFF${table}${end}`), [boiler, shake], JSON.stringify(table));
        assert.deepEqual(read(table), [boiler, shake], JSON.stringify(table));
      }
    }
  });

  it('may have columns in another order, in capitals, with extra columns, empty lines and empty cells', () => {
    const table =
      '\n"Symbol", MATCH ,note,Kind\n\nSENSOR_TEMP,plant/boiler,,Topic,,\n0xfc67,shake,"by\nme", keyword \n';
    assert.deepEqual(read(table), [boiler, shake]);
  });

  it('may be JSON with the words of the node and with numeric codes', () => {
    const json = '[{"topic":"plant/boiler","symbol":"SENSOR_TEMP"},{"keyword":"shake","symbol":64615}]';
    assert.deepEqual(read(json), [boiler, { ...shake, symbol: '64615' }]);
    assert.deepEqual(read(' [] '), []);
  });

  it('is refused as a whole, with the first invalid line', () => {
    const table = 'kind,match,symbol\n';
    const faults: readonly (readonly [string, RuleTableFault, number, string?])[] = [
      ['', 'empty', 1],
      ['\uFEFF \r\n', 'empty', 1],
      ['topic,plant/boiler,SENSOR_TEMP\n', 'header', 1],
      ['\n\nkind,match\n', 'header', 3],
      [`${table}topic,a,b\ntopic,a\n`, 'fields', 3],
      [`${table}topic,a,b,c\n`, 'fields', 2],
      [`${table}topic,"a\n\nb",c\nsensor,a,b`, 'kind', 5, 'sensor'],
      [`${table}topic,a,b\ntopic,"a,b\n\n`, 'csv', 3],
      [`${table}topic,"a"b,c\n`, 'csv', 2],
      ['{"topic":"a","symbol":"b"}', 'list', 1],
      ['[\n{"topic":"a","symbol":"b"},\n{"topic":"a"}]', 'entry', 3],
      ['[{"topic":1,"symbol":"b"}]', 'entry', 1],
      ['[\n[],null]', 'entry', 2],
      ['[\n\n{"kind":"zone","match":"a","symbol":"b"}]', 'kind', 3, 'zone'],
      ['[\n{"topic":"a","symbol":"b"},\n]', 'json', 3],
      ['[\n{"topic":"a",\n"symbol":b}]', 'json', 3],
      ['[{"topic":"a"\n', 'json', 2],
    ];
    for (const [text, fault, line, found = ''] of faults) {
      assert.deepEqual(faultOf(text), [fault, line, found], text);
    }
  });

  it('throws only its own error, whatever the text', () => {
    assertProperty(
      fc.property(
        fc.constantFrom('', 'kind,match,symbol\n', 'kind;match;symbol\n', '[', '['),
        fc.oneof(anyText, fc.json()),
        (start, rest) => {
          try {
            readRuleTable(start + rest);
          } catch (error) {
            assert.ok(error instanceof RuleTableError, String(error));
            const lines = (start + rest).split(/\r\n|\r|\n/).length;
            assert.ok(error.line >= 1 && error.line <= lines);
          }
        },
      ),
      { numRuns: runs(2000) },
    );
  });

  it('may begin with several byte order marks', () => {
    assert.deepEqual(readRuleTable('\uFEFF\uFEFFkind,match,symbol\r\ntopic,a,b\r\n'), [
      { kind: 'topic', match: 'a', symbol: 'b', line: 2 },
    ]);
    assert.throws(() => readRuleTable('\uFEFF\uFEFF\r\n\r\na'), { fault: 'header', line: 3 });
  });

  it('gives the line of every entry of JSON in any layout', () => {
    assertProperty(
      fc.property(anyRules, fc.constantFrom(0, 1, '\t'), fc.array(fc.jsonValue()), (rules, indent, note) => {
        const entries = rules.map((rule) => ({ note, ...rule }));
        const json = JSON.stringify(entries, undefined, indent);
        const lines = readRuleTable(json).map(({ line }) => line);
        const parts = entries.map(
          (entry) => JSON.stringify([entry], undefined, indent).split('\n').length - 2,
        );
        const expected = parts.map((_, index) =>
          indent === 0 ? 1 : 2 + parts.slice(0, index).reduce((sum, count) => sum + count, 0),
        );
        assert.deepEqual(lines, expected);
      }),
    );
  });

  it('is refused as usual even if it is a megabyte of byte order marks', () => {
    for (const text of [
      '"',
      '["',
      '[',
      'kind,match,symbol\n"',
      `kind,match,symbol\ntopic,${'""'.repeat(5)}`,
    ]) {
      faultOf(text + 'a'.repeat(1e6));
      faultOf(text.repeat(1e6 / text.length));
    }
  });
});
