/** A gateway that takes samples over HTTP, keeps them on disk while its target is away, and forwards them. */
export interface Contender {
  readonly name: string;
  /** Version and settings, for the table's readers. */
  readonly description: string;
  /** @param folder where it keeps its data. @param targetPort port on 127.0.0.1 where its target listens, or will. */
  start(folder: string, targetPort: number): Promise<RunningContender>;
  startTarget(folder: string, port: number): Promise<Target>;
}

export interface RunningContender {
  /** The request that hands over a sample; a 2xx response accepts it. */
  request(sample: number): { readonly url: string; readonly body: string; readonly type: string };
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface Target {
  /** How many distinct samples have arrived. */
  arrived(): Promise<number>;
  close(): Promise<void>;
}
