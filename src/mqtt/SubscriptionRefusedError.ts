/** The broker does not let this client subscribe to some of the topics. */
export class SubscriptionRefusedError extends Error {
  override readonly name = 'SubscriptionRefusedError';
  /** @param retrySeconds until the subscription is retried. */
  constructor(
    readonly topics: readonly string[],
    readonly retrySeconds: number,
  ) {
    super(
      `The broker refused to subscribe to ${topics.join(', ')}: check the access rights of this client's user at the broker. The next try is in ${retrySeconds} s.`,
    );
  }
}
