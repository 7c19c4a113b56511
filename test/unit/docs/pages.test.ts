import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { OPTION_SPECS } from '../../../bin/options';
import { SPOOL_COMMANDS } from '../../../bin/spoolArguments';
import { repository } from '../../harness/package/packedPackage';

const START = 'README.md';

/** Paths from the root of the repository, with slashes. */
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'test/README.md'],
  ...readdirSync(join(repository, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const FENCED = /^( *)```[^\n]*\n[\s\S]*?^\1```$/gm;
const CODE_SPAN = /`[^`]+`/g;
const LINK = /\[(?:[^[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)/g;

const read = (page: string): string => readFileSync(join(repository, page), 'utf8');
const prose = (page: string): string => read(page).replace(FENCED, '');

/** The links and pictures of a page, except those to other sites. */
function targetsOf(page: string): string[] {
  const text = prose(page).replace(CODE_SPAN, 'code');
  const targets = [...text.matchAll(LINK)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

/** A target without its anchor, as a path from the root. */
function fileOf(page: string, target: string): string {
  const [path = ''] = target.split('#');
  return path === '' ? page : posix.join(posix.dirname(page), path);
}

/** Whether the file exists, with the heading that the anchor names. */
function isGood(page: string, target: string): boolean {
  const file = fileOf(page, target);
  const [, anchor] = target.split('#');
  return isThere(file) && (anchor === undefined || anchorsOf(file).has(anchor));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of prose(page).matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = heading.replace(/\]\([^)]*\)/g, '').toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Whether there is a file of this name, capitals included. */
function isThere(path: string): boolean {
  const full = join(repository, path);
  return existsSync(full) && readdirSync(dirname(full)).includes(posix.basename(path));
}

/** The paths that a shell makes of `{a,b}`, each cut off before its first `*`. */
function alternatives(path: string): string[] {
  const [, before = '', choices, after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (choices === undefined) return [path.replace(/\/[^/]*\*.*$/, '')];
  return choices.split(',').flatMap((choice) => alternatives(before + choice + after));
}

/** Code of a page, fenced or not, with continued lines joined. */
function codeOf(page: string): string {
  const text = read(page);
  const fenced = [...text.matchAll(FENCED)].map(([block]) => block.replace(/^ *```.*$/gm, ''));
  const spans = [...text.replace(FENCED, '').matchAll(CODE_SPAN)].map(([span]) => span.slice(1, -1));
  return [...fenced, ...spans].join('\n').replace(/\\\n\s*/g, ' ');
}

for (const page of PAGES) {
  describe(page, () => {
    it('links to existing files and headings', () => {
      assert.deepEqual(
        targetsOf(page).filter((target) => !isGood(page, target)),
        [],
      );
    });

    it('names existing npm scripts', () => {
      const { scripts }: { scripts: object } = JSON.parse(read('package.json'));
      const names = [...codeOf(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)];
      const unknown = names
        .map(([, script, short]) => script ?? short ?? '')
        .filter((name) => !(name in scripts));
      assert.deepEqual(unknown, []);
    });

    it('names existing options of wireband-edge', () => {
      const known = new Set([
        ...OPTION_SPECS.map(({ name }) => name),
        ...Object.values(SPOOL_COMMANDS).flat(),
      ]);
      const commands = codeOf(page).match(/\bwireband-edge [^\n|&>]*/g) ?? [];
      const options = commands.flatMap((command) => command.match(/(?<=\s--)[\w-]+/g) ?? []);
      assert.deepEqual(
        options.filter((option) => !known.has(option)),
        [],
      );
    });

    it('names existing tests', () => {
      const paths = codeOf(page).match(/\btest\/[\w/.*{},-]+\.ts\b/g) ?? [];
      assert.deepEqual(
        paths.flatMap(alternatives).filter((path) => !isThere(path)),
        [],
      );
    });

    it('names existing examples', () => {
      const names = [
        ...prose(page)
          .replaceAll('\n', ' ')
          .matchAll(/(?<=[*→] ?)\d+ - [A-Z][^*]+(?=\*)/g),
      ];
      const unknown = names
        .map(([name]) => name.replace(/ +/g, ' '))
        .filter((name) => !isThere(`examples/${name}.json`));
      assert.deepEqual(unknown, []);
    });
  });
}

describe('the node help', () => {
  it('links to existing pages and headings', () => {
    const helps = readdirSync(join(repository, 'nodes'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\blocales\b.*\.html$/.test(path))
      .map((path) => read(`nodes/${path}`));
    const targets = helps.flatMap((help) => [...help.matchAll(/href="[^"]+\/blob\/main\/([^"]+)"/g)]);
    assert.ok(targets.length > 5, String(targets.length));
    const broken = targets.map(([, target = '']) => target).filter((target) => !isGood('', target));
    assert.deepEqual(broken, []);
  });
});

describe('the pages', () => {
  it(`are all reachable from ${START}`, () => {
    const reached = new Set([START]);
    for (const page of reached) {
      for (const target of targetsOf(page)) {
        const file = fileOf(page, target);
        if (PAGES.includes(file)) reached.add(file);
      }
    }
    assert.deepEqual(
      PAGES.filter((page) => !reached.has(page)),
      [],
    );
  });

  it('show every picture in the repository', () => {
    const shown = new Set(PAGES.flatMap((page) => targetsOf(page).map((target) => fileOf(page, target))));
    // The others show the same in the dark theme, or in a narrow sidebar.
    const pictures = readdirSync(join(repository, 'docs/images')).filter(
      (name) => !/-(dark|narrow)/.test(name),
    );
    assert.deepEqual(
      pictures.filter((name) => !shown.has(`docs/images/${name}`)),
      [],
    );
  });
});
