import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowNode } from '../nodeRed/nodeRed';
import { repository } from '../package/packedPackage';

/** One file of examples/. */
export interface ExampleFlow {
  readonly number: number;
  /** As Node-RED's import dialog shows it: the file's name without its extension. */
  readonly name: string;
  readonly nodes: readonly FlowNode[];
}

/** Reads every example, in the order of their numbers. */
export function readExamples(): ExampleFlow[] {
  const folder = join(repository, 'examples');
  return readdirSync(folder)
    .map((file) => {
      const nodes: FlowNode[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return { number: Number.parseInt(file, 10), name: file.replace(/\.json$/, ''), nodes };
    })
    .sort((a, b) => a.number - b.number);
}

/** Changes properties of every node of one type. */
export function withProperties(nodes: readonly FlowNode[], type: string, properties: object): FlowNode[] {
  return nodes.map((node) => (node.type === type ? { ...node, ...properties } : node));
}

/** The label of a button, numbered in the order to press: `2 · Backend off`. */
export const NUMBERED = /^(\d+) · (.+)$/;

/** The one node of this name; a button's number may be left out. @throws {Error} if there is none, or more than one. */
export function nodeNamed(nodes: readonly FlowNode[], name: string): FlowNode {
  const [found, another] = nodes.filter(
    (node) => node.name === name || NUMBERED.exec(String(node.name))?.[2] === name,
  );
  if (!found || another)
    throw new Error(`${another ? 'more than one node is' : 'no node is'} named "${name}"`);
  return found;
}
