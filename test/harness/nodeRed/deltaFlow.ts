import { type FlowNode, gets, got, send, startFlow } from './flow';

/** Helper nodes at each of three outputs, and what Catch and Complete nodes are told. */
const AROUND: readonly FlowNode[] = [
  { id: 'first', type: 'helper', wires: [] },
  { id: 'second', type: 'helper', wires: [] },
  { id: 'third', type: 'helper', wires: [] },
  { id: 'on-error', type: 'catch', scope: null, wires: [['errors']] },
  { id: 'errors', type: 'helper', wires: [] },
  { id: 'on-done', type: 'complete', scope: ['n'], wires: [['completed']] },
  { id: 'completed', type: 'helper', wires: [] },
];

/** A flow with one delta node, `n`, as the dialog of this release saves it; settings that are not given are the defaults. */
export function deltaFlow(config: object): FlowNode[] {
  const node = { id: 'n', type: 'wireband-delta', rules: [], outputs: 1, ...config };
  return [{ ...node, wires: [['first'], ['second'], ['third']] }, ...AROUND];
}

export function startDelta(config: object): Promise<void> {
  return startFlow(deltaFlow(config));
}

/** Sends messages and waits until the node is done with all of them. */
export async function sendAll(...messages: readonly object[]): Promise<void> {
  const before = got('completed').length;
  send('n', ...messages);
  await gets('completed', before + messages.length);
}

/** What the node sent to an output so far: payload and why it passed. */
export function passed(output = 'first'): unknown[] {
  return got(output).map(({ payload, wireband }) => [payload, Object(Object(wireband).delta).reason]);
}
