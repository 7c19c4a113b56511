/** Another connection uses the same client ID. */
export class ClientIdTakenError extends Error {
  override readonly name = 'ClientIdTakenError';
  constructor(clientId: string) {
    super(
      `Another client of the broker connected as ${clientId}: give each its own client ID, or they disconnect each other.`,
    );
  }
}
