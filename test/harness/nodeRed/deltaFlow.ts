import { type FlowNode, gets, got, send, startFlow } from './flow';

/** A helper node at each of the three outputs, and after a Catch and a Complete node. */
const AROUND: readonly FlowNode[] = [
  { id: 'first', type: 'helper', wires: [] },
  { id: 'second', type: 'helper', wires: [] },
  { id: 'third', type: 'helper', wires: [] },
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
  { id: 'on-done', type: 'complete', scope: ['n'], wires: [['completed']] },
  { id: 'completed', type: 'helper', wires: [] },
];

/** A flow with one delta node, `n`, as this release's dialog saves it; settings not given have their defaults. */
export function deltaFlow(config: object): FlowNode[] {
  const node = { id: 'n', type: 'wireband-delta', rules: [], outputs: 1, ...config };
  return [{ ...node, wires: [['first'], ['second'], ['third']] }, ...AROUND];
}

export function startDelta(config: object): Promise<void> {
  return startFlow(deltaFlow(config));
}

/** Sends messages and waits until the node has handled all of them. */
export async function sendAll(...messages: readonly object[]): Promise<void> {
  const before = got('completed').length;
  send('n', ...messages);
  await gets('completed', before + messages.length);
}

/** What the node has sent to an output so far: payload and why it passed. */
export function passed(output = 'first'): unknown[] {
  return got(output).map(({ payload, wireband }) => [payload, Object(Object(wireband).delta).reason]);
}
