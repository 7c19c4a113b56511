import type { Node, NodeAPI, NodeDef, NodeMessage, NodeMessageInFlow } from 'node-red';

/** A message as it comes over a wire: it may have any properties. */
export interface IncomingMessage extends NodeMessageInFlow {
  [property: string]: unknown;
}

export type OutgoingMessage = NodeMessage & Record<string, unknown>;

/** A message for the first output, or a list with the message or messages of each output. */
export type Send = (messages: OutgoingMessage | (OutgoingMessage | OutgoingMessage[] | null)[]) => void;

/** What a node does if its settings are valid. */
export interface NodeBehaviour {
  /** May throw: the error goes to `done`, so that Catch nodes see it. Otherwise calls `done` itself. */
  onInput(message: IncomingMessage, send: Send, done: (error?: Error) => void): void;
  /** @param removed also true for a node that was only disabled. */
  onClose?(removed: boolean): Promise<void> | void;
}

/**
 * Registers a node type whose constructor may throw: an invalid setting stops that node with a red status and a logged
 * reason, and each message that it then receives ends in an error; the runtime keeps running.
 * @param onNotStarted called for such a node.
 */
export function registerNode<C extends NodeDef>(
  RED: NodeAPI,
  type: string,
  start: (node: Node, config: C) => NodeBehaviour,
  onNotStarted?: (node: Node, reason: string) => void,
): void {
  function WirebandNode(this: Node, config: C): void {
    RED.nodes.createNode(this, config);
    const behaviour = startOrExplain(RED, type, this, () => start(this, config), onNotStarted);
    this.on('input', (message: IncomingMessage, send, done) => {
      const finish = finisher(this, done);
      try {
        behaviour.onInput(message, send, finish);
      } catch (error) {
        finish(toError(error));
      }
    });
    this.on('close', (removed: boolean, done: () => void) => {
      // Node-RED swallows errors thrown here; in a promise they become errors of the node.
      new Promise((resolve) => resolve(behaviour.onClose?.(removed)))
        .catch((error: unknown) => this.error(toError(error)))
        .finally(done);
    });
  }
  RED.nodes.registerType(type, WirebandNode);
}

/**
 * For Catch and Complete nodes Node-RED copies the message, which throws if it is nested very deeply. A hostile message
 * must not be able to end the runtime that way.
 */
function finisher(node: Node, done: (error?: Error) => void): (error?: Error) => void {
  return (error) => {
    try {
      done(error);
    } catch (fault) {
      node.error(
        `${error ? `${error.message} ` : ''}(could not reach a Catch or Complete node: ${toError(fault).message})`,
      );
    }
  };
}

function startOrExplain(
  RED: NodeAPI,
  type: string,
  node: Node,
  start: () => NodeBehaviour,
  onNotStarted?: (node: Node, reason: string) => void,
): NodeBehaviour {
  try {
    return start();
  } catch (error) {
    const reason = toError(error);
    const key = reason instanceof MissingBackendError ? 'no-backend' : 'bad-setting';
    node.status({ fill: 'red', shape: 'ring', text: RED._(`${type}.status.${key}`) });
    node.error(reason.message);
    onNotStarted?.(node, reason.message);
    return {
      onInput() {
        throw reason;
      },
      onClose: () => node.status({}),
    };
  }
}

/** A node has no backend to send to. */
export class MissingBackendError extends Error {
  override readonly name = 'MissingBackendError';
}

export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
