import type { Node, NodeAPI } from 'node-red';
import { MessageToken, mergesMessages } from './MessageToken';

/**
 * On messages: the `_msgid` that its message had at first. Copies have it too, and so have the parts of a split, which
 * takes away `_msgid` itself. A message that a function node makes anew has the `_msgid` alone.
 */
const FIRST_ID = Symbol.for('wireband.firstMessageId');

/**
 * On messages that have been in the flow before, and were lost there: a change filter may have let one pass that then got
 * nowhere, and must not suppress it now for being the same.
 */
const REPEATED = Symbol.for('wireband.repeatedMessage');

/** Of the hooks of Node-RED. */
const LABEL = 'wireband-mqtt-in';

/** By the `_msgid` that their messages had at first. */
const tokens = new Map<string, MessageToken>();

/** What nodes that put messages together sent last, until they are done with what they made it of. */
const carriers = new Map<Node, MessageToken>();

let followers = 0;

/** How many messages are being followed. */
export function tokenCount(): number {
  return tokens.size;
}

/**
 * Begins to follow what becomes of messages, by Node-RED's hooks: `preDeliver` tells what is sent where, `onComplete` who
 * is done with what. They cost every message of the runtime a little, so they are there only while somebody follows.
 * @returns ends it.
 */
export function followMessages({ hooks }: NodeAPI): () => void {
  if (followers++ === 0) {
    hooks.add(`preDeliver.${LABEL}`, (event) => {
      const token = tokenOf(event.msg);
      const destination: unknown = event.destination.node;
      if (token && isNode(destination)) onDeliver(token, event.source.node, destination, event.msg);
    });
    hooks.add(`onComplete.${LABEL}`, (event) => {
      const { node } = event.node;
      tokenOf(event.msg)?.onComplete(
        node,
        event.error !== undefined && event.error !== null,
        carriers.get(node),
      );
    });
  }
  return () => {
    if (--followers === 0) hooks.remove(`*.${LABEL}`);
  };
}

/**
 * Follows a message, which needs a `_msgid`.
 * @param onSettled called once nothing that came of it can be lost any more.
 * @returns the token, and what ends it.
 */
export function followMessage(
  message: { _msgid: string },
  onSettled: () => void,
): { readonly token: MessageToken; readonly forget: () => void } {
  const id = message._msgid;
  const token = new MessageToken(() => {
    tokens.delete(id);
    onSettled();
  });
  Reflect.set(message, FIRST_ID, id);
  tokens.set(id, token);
  return { token, forget: () => tokens.delete(id) };
}

/** The message has been in the flow before. */
export function markRepeated(message: object): void {
  Reflect.set(message, REPEATED, true);
}

/** Whether that holds for a message, or what it was made of. */
export function isRepeated(message: object): boolean {
  return followers > 0 && Reflect.get(message, REPEATED) === true;
}

/** What ends the holds of messages that nodes keep to themselves; over a deploy, too. */
const kept = new WeakMap<object, () => void>();

/** A node keeps a message, until letMessageGo(). */
export function keepMessage(message: object): void {
  const release = holdMessage(message, false);
  if (!release) return;
  const before = kept.get(message);
  kept.set(message, release);
  before?.();
}

/** It is sent on by now, or given up. */
export function letMessageGo(message: object): void {
  const release = kept.get(message);
  kept.delete(message);
  release?.();
}

/**
 * A node keeps something of a message.
 * @param isStoring whether it is an uplink that stores it, which may take as long as it does.
 * @returns called once that is over; undefined for a message that nobody follows.
 */
export function holdMessage(message: object, isStoring: boolean): (() => void) | undefined {
  if (tokens.size === 0) return undefined;
  const token = tokenOf(message);
  if (!token) return undefined;
  token.hold(isStoring);
  let isHeld = true;
  return () => {
    if (isHeld) token.release(isStoring);
    isHeld = false;
  };
}

function tokenOf(message: object): MessageToken | undefined {
  const first: unknown = Reflect.get(message, FIRST_ID);
  const id: unknown = first === undefined ? Reflect.get(message, '_msgid') : first;
  return typeof id === 'string' ? tokens.get(id) : undefined;
}

function onDeliver(token: MessageToken, source: Node, destination: Node, message: object): void {
  if (source.type === 'catch') token.onCaught(Object(Object(Reflect.get(message, 'error')).source).id);
  if (mergesMessages(source)) {
    carriers.set(source, token);
    // It is done with what it made the message of in the same turn.
    queueMicrotask(() => carriers.delete(source));
  }
  token.onSend(source, destination);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'id' in value && 'type' in value;
}
