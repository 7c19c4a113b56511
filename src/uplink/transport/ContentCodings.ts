import { AUTO_MIN_BYTES, type Compression } from '../settings/backendSettings';
import { type Coding, hasZstd } from './compress';

/**
 * The codings that a backend accepts: gzip until it says otherwise; zstd only once it has said so by `Accept-Encoding`
 * in a response (RFC 9110, 12.5.3); never a coding that it refused with a 415, or with another 4xx if it accepts the
 * same body in a different coding.
 */
export class ContentCodings {
  private readonly refused = new Set<Coding>();
  /** Codings of rejected requests that may yet arrive in another coding. */
  private readonly doubted = new Set<Coding>();
  /** Codings in which a request has arrived. */
  private readonly proven = new Set<Coding>(['identity']);
  /** The codings named by the latest `Accept-Encoding`; undefined while no response has had one. */
  private accepted: readonly string[] | undefined;

  constructor(
    private readonly compression: Compression,
    private readonly knowsZstd = hasZstd,
  ) {}

  /** The coding for a new request. @param bytes of the body. */
  choose(bytes: number): Coding {
    if (this.compression === 'auto') {
      const takesPlain = this.accepted?.includes('identity') ?? true;
      if (bytes < AUTO_MIN_BYTES && takesPlain) return 'identity';
      if (this.knowsZstd && this.takes('zstd')) return 'zstd';
      return this.accepted === undefined || this.takes('gzip') ? this.unlessRefused('gzip') : 'identity';
    }
    return this.compression === 'gzip' ? this.unlessRefused('gzip') : 'identity';
  }

  /** Whether the coding must not be used, even for a request that was encoded in it before. */
  isRefused(coding: Coding): boolean {
    return this.refused.has(coding) || this.doubted.has(coding);
  }

  /** @param acceptEncoding the header of a response, if it has one. */
  onAnswer(acceptEncoding: string | undefined): void {
    if (acceptEncoding !== undefined) this.accepted = acceptedCodings(acceptEncoding);
  }

  /** The backend could not read this coding. */
  onRefused(coding: Coding): void {
    if (coding !== 'identity') this.refused.add(coding);
  }

  /** Whether the backend is known to read this coding. If so, a request that it rejects is itself at fault. */
  isProven(coding: Coding): boolean {
    return this.proven.has(coding);
  }

  onProven(coding: Coding): void {
    this.proven.add(coding);
  }

  /** The backend rejected a request in this coding, which it is not known to read. */
  onDoubted(coding: Coding): void {
    this.doubted.add(coding);
  }

  /** The rejected request was itself at fault, which says nothing about the coding: it may be used again. */
  onUndecided(coding: Coding): void {
    this.doubted.delete(coding);
  }

  private takes(coding: 'gzip' | 'zstd'): boolean {
    return this.accepted?.includes(coding) === true && !this.isRefused(coding);
  }

  private unlessRefused(coding: Coding): Coding {
    return this.isRefused(coding) ? 'identity' : coding;
  }
}

/**
 * The codings that an `Accept-Encoding` header accepts. `*` stands for gzip if that is not named. Identity, meaning no
 * coding, is accepted unless its own weight or that of `*` is 0.
 */
function acceptedCodings(header: string): string[] {
  const isAccepted = new Map<string, boolean>();
  for (const item of header.split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const coding = name === 'x-gzip' ? 'gzip' : name;
    const isExcluded = parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter));
    // A coding named twice is accepted only if both entries accept it.
    isAccepted.set(coding, !isExcluded && isAccepted.get(coding) !== false);
  }
  if (!isAccepted.has('gzip')) isAccepted.set('gzip', isAccepted.get('*') === true);
  if (!isAccepted.has('identity')) isAccepted.set('identity', isAccepted.get('*') !== false);
  return [...isAccepted].flatMap(([coding, takes]) => (takes ? coding : []));
}
