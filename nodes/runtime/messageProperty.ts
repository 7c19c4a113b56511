import type { NodeAPI } from 'node-red';
import type { IncomingMessage, OutgoingMessage } from './register';

/** A property of messages that a setting names, such as `payload` or `meta.source`. */
export interface MessageProperty {
  /** It is undefined if the message has no `meta`. */
  read(message: IncomingMessage): unknown;
  /** @throws where it cannot be set: its parent is not an object. */
  write(message: OutgoingMessage, value: unknown): void;
}

/** @throws for what names no property. */
export function messageProperty(RED: NodeAPI, property: string): MessageProperty {
  RED.util.normalisePropertyExpression(property);
  if (isPlain(property)) return plainProperty(property);
  return {
    read(message) {
      try {
        return RED.util.getMessageProperty(message, property);
      } catch {
        return undefined;
      }
    },
    write(message, value) {
      if (RED.util.setMessageProperty(message, property, value, true) !== false) return;
      throw new Error(`msg.${property} cannot be set: its parent is not an object.`);
    },
  };
}

/** A name without levels. */
function isPlain(property: string): boolean {
  return /^[a-z_]\w*$/i.test(property);
}

/** Read and written without asking what the expression means: every message is. */
function plainProperty(property: string): MessageProperty {
  return {
    read: (message) => message[property],
    write(message, value) {
      if (value === undefined) delete message[property];
      else message[property] = value;
    },
  };
}
