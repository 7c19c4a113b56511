import { PATIENCE_MS } from '../until';
import { WebSocketReader } from './WebSocketReader';

/** A message in the debug sidebar. */
export interface DebugMessage {
  /** Id and name of the node that shows it; a warning or error has the node that raised it. */
  readonly id: string;
  readonly name: string;
  /** The value shown, parsed if the sidebar gets JSON. Node-RED truncates long texts and lists. */
  readonly value: unknown;
  /** 20 error, 30 warning; absent for the output of a debug node. */
  readonly level?: number;
}

/** Watches what a running Node-RED shows in its editor: the debug sidebar and the texts under the nodes. */
export class EditorWatch {
  private readonly shown: DebugMessage[] = [];
  private readonly statuses = new Map<string, string[]>();
  private readonly checks = new Set<() => void>();
  private socket: WebSocketReader | undefined;

  /** @param url address of the editor, without a trailing slash. */
  static async open(url: string): Promise<EditorWatch> {
    const watch = new EditorWatch();
    watch.socket = await WebSocketReader.open(`${url}/comms`, (text) => watch.onText(text));
    return watch;
  }

  /** What this node has shown in the sidebar since the last clear(), oldest first. */
  messages(nodeId: string): DebugMessage[] {
    return this.shown.filter(({ id }) => id === nodeId);
  }

  /** The current text under this node; empty if there is none. */
  status(nodeId: string): string {
    return this.statusesOf(nodeId).at(-1) ?? '';
  }

  /** All texts that this node has had under it, oldest first. */
  statusesOf(nodeId: string): readonly string[] {
    return this.statuses.get(nodeId) ?? [];
  }

  clear(): void {
    this.shown.length = 0;
  }

  /** Waits until this node has shown `count` messages, and returns them. */
  async waitForMessages(nodeId: string, count = 1, timeoutMs = PATIENCE_MS): Promise<DebugMessage[]> {
    const enough = () => this.messages(nodeId).length >= count;
    await this.waitUntil(
      enough,
      timeoutMs,
      () => `${count} messages of ${nodeId}, saw ${JSON.stringify(this.shown)}`,
    );
    return this.messages(nodeId);
  }

  /** Waits until this is the text under this node. */
  waitForStatus(nodeId: string, text: string, timeoutMs = PATIENCE_MS): Promise<void> {
    const reached = () => this.status(nodeId) === text;
    return this.waitUntil(
      reached,
      timeoutMs,
      () => `status "${text}" of ${nodeId}, it is "${this.status(nodeId)}"`,
    );
  }

  close(): void {
    this.socket?.close();
  }

  private waitUntil(reached: () => boolean, timeoutMs: number, wanted: () => string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        this.checks.delete(check);
        settle();
      };
      const check = (): void => {
        if (reached()) end(resolve);
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(`waited ${timeoutMs} ms for ${wanted()}`))),
        timeoutMs,
      );
      this.checks.add(check);
      check();
    });
  }

  private onText(text: string): void {
    const packets: { topic: string; data: unknown }[] = JSON.parse(text);
    for (const { topic, data } of packets) {
      if (topic === 'debug') this.shown.push(toDebugMessage(data));
      if (topic.startsWith('status/')) {
        const id = topic.slice('status/'.length);
        this.statuses.set(id, [...this.statusesOf(id), String(Object(data).text ?? '')]);
      }
    }
    for (const check of [...this.checks]) check();
  }
}

function toDebugMessage(data: unknown): DebugMessage {
  const { id, name, msg, format, level } = Object(data);
  const message = { id: String(id), name: String(name), value: isJson(format) ? JSON.parse(msg) : msg };
  return typeof level === 'number' ? { ...message, level } : message;
}

/** Formats in which Node-RED sends JSON text to the sidebar. */
function isJson(format: unknown): boolean {
  return /^(Object|array|number|boolean|null)/.test(String(format));
}
