import type { Node } from 'node-red';

/** What one node did with a message, or with something made from it. */
interface Visit {
  readonly node: Node;
  received: number;
  /** Times that it sent something on, counted at most once per message received. */
  sent: number;
  completed: number;
  failed: number;
  /** What it received left it as part of another message: a join. */
  isMerged: boolean;
}

/** Nodes that merge several messages into one. */
const MERGING = new Set(['join']);

/** Nodes known to report completion. The others count as done when they send on. */
const reporting = new WeakSet<Node>();

/** Nodes watched for their close event, and those that have closed: whatever was at them is gone. */
const watched = new WeakSet<Node>();
const ended = new WeakSet<Node>();

/**
 * Follows one message of a broker through a flow, with everything made from it: copies, parts, readings. It is handled
 * once every node that received any of it is done and has sent it on, or is at the end of a wire, or is one of ours,
 * and no node of ours still holds any of it.
 */
export class MessageToken {
  isSettled = false;
  private readonly visits: Visit[] = [];
  private holds = 0;
  /** How many of these are events that an uplink is storing. */
  private storing = 0;
  private readonly merged: MessageToken[] = [];

  /** @param onSettled called once nothing made from the message can be lost any more. */
  constructor(private readonly onSettled: () => void) {}

  /** Whether an uplink is storing any of it. */
  get isBeingStored(): boolean {
    return this.storing > 0;
  }

  /** A node sends some of it to another. */
  onSend(source: Node, destination: Node): void {
    const from = this.visits.find(({ node }) => node === source);
    if (from && from.sent <= from.completed) from.sent++;
    const to = this.visits.find(({ node }) => node === destination);
    if (to) to.received++;
    else {
      watch(destination);
      this.visits.push({ node: destination, received: 1, sent: 0, completed: 0, failed: 0, isMerged: false });
    }
  }

  /** The error of a node reached a Catch node. @param id of the node that failed. */
  onCaught(id: unknown): void {
    for (const visit of this.visits) {
      if (visit.node.id !== id) continue;
      visit.failed = 0;
      visit.sent = visit.completed;
    }
  }

  /** @param carrier the token of what the node has just sent, if it merges messages. */
  onComplete(node: Node, hasFailed: boolean, carrier: MessageToken | undefined): void {
    reporting.add(node);
    const visit = this.visits.find((each) => each.node === node);
    if (!visit) return;
    visit.completed++;
    if (hasFailed) visit.failed++;
    else if (carrier && visit.sent === 0 && !visit.isMerged && MERGING.has(node.type)) {
      visit.isMerged = true;
      if (carrier !== this && !carrier.isSettled) {
        this.holds++;
        carrier.merged.push(this);
      }
    }
    this.check();
  }

  /** One of our nodes holds some of it. @param isStoring whether that is an uplink. */
  hold(isStoring: boolean): void {
    this.holds++;
    if (isStoring) this.storing++;
  }

  release(isStoring: boolean): void {
    this.holds--;
    if (isStoring) this.storing--;
    this.check();
  }

  /** Whether it went nowhere, or some of it was at a node that has since closed, as in a deploy. */
  get isStranded(): boolean {
    if (this.isSettled || this.holds > 0) return false;
    return this.visits.length === 0 || this.visits.some((visit) => isAtWork(visit) && ended.has(visit.node));
  }

  private check(): void {
    if (this.isSettled || this.holds > 0) return;
    if (this.visits.some((visit) => isAtWork(visit) || isLost(visit))) return;
    this.isSettled = true;
    for (const token of this.merged) token.release(false);
    this.onSettled();
  }
}

function watch(node: Node): void {
  if (watched.has(node)) return;
  watched.add(node);
  node.on('close', () => ended.add(node));
}

export function mergesMessages(node: Node): boolean {
  return MERGING.has(node.type);
}

function isAtWork({ node, received, sent, completed }: Visit): boolean {
  return received > (reporting.has(node) ? completed : Math.max(completed, sent));
}

/** Whether the node failed, or completed something and sent nothing on although it has a wire. */
function isLost({ node, sent, completed, failed, isMerged }: Visit): boolean {
  if (failed > 0) return true;
  if (isOurs(node) || !hasWires(node)) return false;
  return MERGING.has(node.type) ? sent === 0 && !isMerged : completed > sent;
}

/** Our nodes report what they hold; anything else that they complete is handled. */
function isOurs({ type }: Node): boolean {
  return type.startsWith('wireband-');
}

function hasWires(node: Node): boolean {
  const wires: unknown = Reflect.get(node, 'wires');
  return Array.isArray(wires) && wires.some((output) => Array.isArray(output) && output.length > 0);
}
