import type { NodeAPI } from 'node-red';
import type { IncomingMessage, OutgoingMessage } from './register';

/** A message property named by a setting, such as `payload` or `meta.source`. */
export interface MessageProperty {
  /** Undefined if the message lacks the property or its parent, such as `meta`. */
  read(message: IncomingMessage): unknown;
  /** @throws if it cannot be set because its parent is not an object. */
  write(message: OutgoingMessage, value: unknown): void;
}

/** @throws for text that does not name a property. */
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

/** Whether a property is a single name, without levels. */
function isPlain(property: string): boolean {
  return /^[a-z_]\w*$/i.test(property);
}

/** Reads and writes without parsing the expression, because this happens for every message. */
function plainProperty(property: string): MessageProperty {
  return {
    read: (message) => message[property],
    write(message, value) {
      if (value === undefined) delete message[property];
      else message[property] = value;
    },
  };
}
