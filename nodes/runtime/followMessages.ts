import type { Node, NodeAPI } from 'node-red';
import { MessageToken, mergesMessages } from './MessageToken';

/**
 * Property of messages: the initial `_msgid` of the message. Copies keep it, and so do the parts made by a split node,
 * which removes `_msgid` itself. A new message made by a function node has only the `_msgid`.
 */
const FIRST_ID = Symbol.for('wireband.firstMessageId');

/**
 * Property of messages that were in the flow before and got lost there: a change filter may have let one pass that then
 * went nowhere, and must not suppress it now as unchanged.
 */
const REPEATED = Symbol.for('wireband.repeatedMessage');

/** Label of our hooks in Node-RED. */
const LABEL = 'wireband-mqtt-in';

/** By the initial `_msgid` of their messages. */
const tokens = new Map<string, MessageToken>();

/** The token of what each merging node sent last, until it has completed the messages that went into it. */
const carriers = new Map<Node, MessageToken>();

let followers = 0;

/** How many messages are being followed. */
export function tokenCount(): number {
  return tokens.size;
}

/**
 * Starts following messages with Node-RED's hooks: `preDeliver` tells what is sent where, `onComplete` which node is
 * done with what. They cost every message of the runtime a little, so they are installed only while someone follows.
 * @returns stops following.
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
 * @param onSettled called once nothing made from it can be lost any more.
 * @returns the token, and a function that stops following it.
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

/** Marks a message that has been in the flow before. */
export function markRepeated(message: object): void {
  Reflect.set(message, REPEATED, true);
}

/** Whether a message, or the one that it was made from, is marked. */
export function isRepeated(message: object): boolean {
  return followers > 0 && Reflect.get(message, REPEATED) === true;
}

/** Functions that release the messages held by nodes; kept across a deploy. */
const kept = new WeakMap<object, () => void>();

/** A node holds a message until letMessageGo(). */
export function keepMessage(message: object): void {
  const release = holdMessage(message, false);
  if (!release) return;
  const before = kept.get(message);
  kept.set(message, release);
  before?.();
}

/** The message has been sent on, or given up. */
export function letMessageGo(message: object): void {
  const release = kept.get(message);
  kept.delete(message);
  release?.();
}

/**
 * A node holds some of a message.
 * @param isStoring whether an uplink is storing it, which may take any length of time.
 * @returns releases it; undefined for a message that is not followed.
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
    // It completes the messages that went into this one within the same turn.
    queueMicrotask(() => carriers.delete(source));
  }
  token.onSend(source, destination);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'id' in value && 'type' in value;
}
