/** The options given to a worker. */
export function readOptions<T>(): T {
  const options: T = JSON.parse(process.argv[2] ?? '{}');
  return options;
}

export function tellResult(result: object): void {
  console.log(`result ${JSON.stringify(result)}`);
}

/** Runs a worker. */
export function work(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
