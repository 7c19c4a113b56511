import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { CertificateFacts } from './CheckReport';

/** Maximum wait for the certificate, milliseconds: the same server has just responded. */
const MAX_WAIT_MS = 3000;

/** Maximum certificates read of a chain; more mean a loop. */
const MAX_CHAIN = 8;

/**
 * The certificate of the server at an address, trusted or not; nothing is sent. It is the first in the chain that is
 * not valid today, else the server's own. Undefined if none is presented in time, as behind a proxy.
 * @param servername from the TLS settings, in place of the host.
 */
export function peerCertificate(
  address: string,
  servername: string | undefined,
  now = Date.now(),
): Promise<CertificateFacts | undefined> {
  const { hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const name = servername || host;
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      rejectUnauthorized: false,
      ...(isIP(name) === 0 ? { servername: name } : {}),
    });
    const finish = (facts?: CertificateFacts): void => {
      socket.destroy();
      resolve(facts);
    };
    socket.setTimeout(MAX_WAIT_MS, () => finish());
    socket.once('error', () => finish());
    socket.once('secureConnect', () => finish(factsOf(chainOf(socket.getPeerCertificate(true)), now)));
  });
}

function chainOf(own: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  for (let next = own; next?.subject && chain.length < MAX_CHAIN; next = next.issuerCertificate) {
    if (chain.includes(next)) break;
    chain.push(next);
  }
  return chain;
}

function factsOf(chain: readonly DetailedPeerCertificate[], now: number): CertificateFacts | undefined {
  const isInvalid = ({ valid_from, valid_to }: DetailedPeerCertificate): boolean =>
    Date.parse(valid_from) > now || Date.parse(valid_to) < now;
  const shown = chain.find(isInvalid) ?? chain[0];
  if (!shown) return undefined;
  return {
    subject: nameOf(shown.subject),
    issuer: nameOf(shown.issuer),
    names: shown.subjectaltname ?? '',
    validFrom: Date.parse(shown.valid_from),
    validTo: Date.parse(shown.valid_to),
  };
}

/** The name of a subject: its common name, else its organization. A name that occurs twice is a list. */
function nameOf(subject: Readonly<Record<string, unknown>>): string {
  return [subject.CN ?? subject.O ?? ''].flat().join(', ');
}
