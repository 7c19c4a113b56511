/** Another connection uses the same client id. */
export class ClientIdTakenError extends Error {
  override readonly name = 'ClientIdTakenError';
  constructor(clientId: string) {
    super(
      `Another client of the broker connected as ${clientId}: each needs a client id of its own, or they cut each other off.`,
    );
  }
}
