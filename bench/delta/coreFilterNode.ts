import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

/** The settings of Node-RED's filter node that are used here. */
export interface CoreFilterConfig {
  /** `rbe`: unless the value changes; `deadband`: unless it changes by more than `gap`. */
  readonly func: 'rbe' | 'deadband';
  /** A number, or a percentage of the last forwarded value: `2%`. */
  readonly gap?: string;
}

/** A message as the node takes and sends it. */
export interface CoreMessage {
  readonly topic: string;
  readonly payload: number;
}

interface CoreRuntime {
  readonly nodes: {
    createNode(node: EventEmitter): void;
    registerType(type: string, filterNode: CoreFilterCode): void;
  };
  readonly util: object;
}

/** What Node-RED calls to make such a node. */
export type CoreFilterCode = (this: CoreFilterNode, config: CoreFilterConfig) => void;

/**
 * Node-RED's own filter node, run without a Node-RED around it: its code, its input handler and Node-RED's message
 * functions are the real ones; what it sends ends in `onSend`.
 */
export class CoreFilterNode extends EventEmitter {
  constructor(
    code: CoreFilterCode,
    config: CoreFilterConfig,
    readonly onSend: (message: CoreMessage) => void,
  ) {
    super();
    code.call(this, config);
  }

  send(message: CoreMessage): void {
    this.onSend(message);
  }

  warn(text: string): void {
    throw new Error(text);
  }

  receive(message: CoreMessage): void {
    this.emit('input', message);
  }
}

/** Where the Node-RED is that this project is developed with. */
export function nodeRedPath(): string {
  return require.resolve('node-red');
}

/** @param nodeRed path of a file of Node-RED. */
export function loadCoreFilter(nodeRed: string): CoreFilterCode {
  const load = createRequire(nodeRed);
  const register: (runtime: CoreRuntime) => void = load('@node-red/nodes/core/function/rbe.js');
  const { util }: { util: object } = load('@node-red/util');
  let found: CoreFilterCode | undefined;
  register({
    nodes: {
      createNode: () => {},
      registerType: (_type, filterNode) => {
        found = filterNode;
      },
    },
    util,
  });
  if (!found) throw new Error('Node-RED has no filter node where it is looked for.');
  return found;
}

/** The version of the package that the node comes with. */
export function coreFilterVersion(): string {
  const { version }: { version: string } = createRequire(nodeRedPath())('@node-red/nodes/package.json');
  return version;
}
