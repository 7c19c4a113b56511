import { EventEmitter } from 'node:events';
import type { Node, NodeAPI } from 'node-red';
import { type OutgoingMessage, toError } from './register';

/**
 * Raises an error of a node for its Catch nodes, with a message.
 * @returns whether a Catch node takes it; if there is none, Node-RED writes the error to its log.
 */
export function errorTold(RED: NodeAPI, node: Node, error: string, message: OutgoingMessage): boolean {
  let isLogged = false;
  const log = new EventEmitter().on('log', (entry: { readonly id?: string }) => {
    if (entry.id === node.id) isLogged = true;
  });
  RED.log.addHandler(log);
  try {
    node.error(error, message);
  } catch (fault) {
    // Node-RED copies the message, which throws if it is nested very deeply.
    node.error(`${error} (could not reach a Catch node: ${toError(fault).message})`);
  } finally {
    RED.log.removeHandler(log);
  }
  return !isLogged;
}
