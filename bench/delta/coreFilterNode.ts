import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

/** The settings of Node-RED's filter node that are used here. */
export interface CoreFilterConfig {
  /** `rbe`: passes a value that has changed; `deadband`: passes one that has changed by more than `gap`. */
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

/** The constructor that Node-RED calls for such a node. */
export type CoreFilterCode = (this: CoreFilterNode, config: CoreFilterConfig) => void;

/**
 * Node-RED's own filter node, run without Node-RED: its code, its input handler and Node-RED's message functions are
 * the real ones; what it sends goes to `onSend`.
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

/** Where the Node-RED used to develop this project is. */
export function nodeRedPath(): string {
  return require.resolve('node-red');
}

/** @param nodeRed path of a file in the Node-RED package. */
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

/** The version of the package that contains the node. */
export function coreFilterVersion(): string {
  const { version }: { version: string } = createRequire(nodeRedPath())('@node-red/nodes/package.json');
  return version;
}
