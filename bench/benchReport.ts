import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Bench } from './Bench';

/** A benchmark's heading and results. */
export interface Section {
  readonly title: string;
  readonly text: string;
}

const SECTION = /^## (.+)\n+([\s\S]*?)\s*(?=\n## |$(?![\s\S]))/gm;

/** A section that was just measured, with the machine used: other sections may come from a different one. */
export function measuredHere({ title, text }: Section): Section {
  const processors = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  return { title, text: `${text}\n\nMeasured on ${processors}, Node.js ${process.version}.` };
}

const INTRODUCTION = [
  '# Benchmarks',
  '',
  'Written by `npm run bench -- --write`. Compare the ratios: absolute figures depend on the machine.',
  'An aim is a target: no test fails if it is missed.',
].join('\n');

export function toMarkdown(sections: readonly Section[]): string {
  return [INTRODUCTION, ...sections.map(({ title, text }) => `## ${title}\n\n${text}`)].join('\n\n');
}

/** Puts new sections in place of those with the same heading, in the order of the benchmarks. */
export function writeReport(path: string, measured: readonly Section[], all: readonly Bench[]): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const old = [...before.matchAll(SECTION)].map(([, title = '', text = '']) => ({ title, text }));
  const sections = all.flatMap(({ title }) => {
    const isOurs = (section: Section) => section.title === title;
    return measured.find(isOurs) ?? old.find(isOurs) ?? [];
  });
  writeFileSync(path, `${toMarkdown(sections)}\n`);
}
