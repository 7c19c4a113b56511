/** A gateway that takes samples over HTTP, keeps them on disk while its target is away, and forwards them. */
export interface Contender {
  readonly name: string;
  /** Version and settings, for the table's readers. */
  readonly description: string;
  /** @param folder where it keeps its data. @param targetPort of 127.0.0.1, where its target is, or will be. */
  start(folder: string, targetPort: number): Promise<RunningContender>;
  startTarget(folder: string, port: number): Promise<Target>;
}

export interface RunningContender {
  /** How a sample is handed over; an answer 2xx accepts it. */
  request(sample: number): { readonly url: string; readonly body: string; readonly type: string };
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface Target {
  /** How many different samples have arrived. */
  arrived(): Promise<number>;
  close(): Promise<void>;
}
