import { AUTO_MIN_BYTES, type Compression } from '../settings/backendSettings';
import { type Coding, hasZstd } from './compress';

/**
 * Which codings a backend takes: gzip until it says otherwise; zstd only once it has said so, by `Accept-Encoding` in an
 * answer (RFC 9110, 12.5.3); never a coding that it refused with a 415, or with another 4xx when it takes the same
 * otherwise coded.
 */
export class ContentCodings {
  private readonly refused = new Set<Coding>();
  /** Codings in which a request was rejected that may arrive otherwise coded. */
  private readonly doubted = new Set<Coding>();
  /** Codings in which a request has arrived. */
  private readonly proven = new Set<Coding>(['identity']);
  /** The codings that the latest `Accept-Encoding` names; undefined while no answer had one. */
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

  /** Whether the coding must not be used, not even for a request that was encoded in it before. */
  isRefused(coding: Coding): boolean {
    return this.refused.has(coding) || this.doubted.has(coding);
  }

  /** @param acceptEncoding the header of an answer, where it has one. */
  onAnswer(acceptEncoding: string | undefined): void {
    if (acceptEncoding !== undefined) this.accepted = acceptedCodings(acceptEncoding);
  }

  /** The backend could not read this coding. */
  onRefused(coding: Coding): void {
    if (coding !== 'identity') this.refused.add(coding);
  }

  /** Whether the backend is known to read this coding: a request that it rejects is then at fault itself. */
  isProven(coding: Coding): boolean {
    return this.proven.has(coding);
  }

  onProven(coding: Coding): void {
    this.proven.add(coding);
  }

  /** The backend, which is not known to read this coding, rejected a request in it. */
  onDoubted(coding: Coding): void {
    this.doubted.add(coding);
  }

  /** The rejected request was at fault itself, which says nothing about the coding: it may be used again. */
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
 * The codings that an `Accept-Encoding` header accepts. `*` stands for gzip where that is not named. Identity, which is no
 * coding, is accepted unless its own weight or that of `*` is 0.
 */
function acceptedCodings(header: string): string[] {
  const isAccepted = new Map<string, boolean>();
  for (const item of header.split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const coding = name === 'x-gzip' ? 'gzip' : name;
    const isExcluded = parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter));
    // A coding that is named twice is accepted only where both say so.
    isAccepted.set(coding, !isExcluded && isAccepted.get(coding) !== false);
  }
  if (!isAccepted.has('gzip')) isAccepted.set('gzip', isAccepted.get('*') === true);
  if (!isAccepted.has('identity')) isAccepted.set('identity', isAccepted.get('*') !== false);
  return [...isAccepted].flatMap(([coding, takes]) => (takes ? coding : []));
}
