import { AUTO_MIN_BYTES, type Compression } from '../settings/backendSettings';
import { hasZstd } from './zstd';

/** How the body of a request is coded (RFC 9110, 8.4.1; zstd in RFC 8878). */
export type Coding = 'identity' | 'gzip' | 'zstd';

/**
 * Which codings one backend takes. gzip until it says otherwise; zstd only once it has said so, by `Accept-Encoding`
 * in an answer (RFC 9110, 12.5.3); nothing that it refused with a 415, or with any 4xx where it takes the same
 * otherwise coded.
 */
export class ContentCodings {
  private readonly refused = new Set<Coding>();
  /** Those in which something was rejected that may be right otherwise coded. */
  private readonly doubted = new Set<Coding>();
  /** Those in which a request has arrived. */
  private readonly proven = new Set<Coding>(['identity']);
  /** What the last answer that said something said. */
  private accepted: readonly string[] | undefined;

  constructor(
    private readonly compression: Compression,
    private readonly knowsZstd = hasZstd,
  ) {}

  /** @param bytes of the body. */
  choose(bytes: number): Coding {
    if (this.compression === 'auto') {
      const takesPlain = this.accepted?.includes('identity') ?? true;
      if (bytes < AUTO_MIN_BYTES && takesPlain) return 'identity';
      if (this.knowsZstd && this.takes('zstd')) return 'zstd';
      return this.accepted === undefined || this.takes('gzip') ? this.unlessRefused('gzip') : 'identity';
    }
    return this.compression === 'gzip' ? this.unlessRefused('gzip') : 'identity';
  }

  /** Whether it is not to be used, not even for what was written in it before. */
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

  /** Whether the backend is known to read this coding: what it rejects is then wrong in itself. */
  isProven(coding: Coding): boolean {
    return this.proven.has(coding);
  }

  onProven(coding: Coding): void {
    this.proven.add(coding);
  }

  /** The backend rejected something in this coding, and it is not known to read it. */
  onDoubted(coding: Coding): void {
    this.doubted.add(coding);
  }

  /** What was rejected is wrong in itself, which tells nothing about the coding: it is tried again. */
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
 * The codings that a list accepts. `*` stands for gzip where that is not named. Identity, no coding at all, is accepted
 * unless it is excluded by a weight of 0, its own or that of `*`.
 */
function acceptedCodings(header: string): string[] {
  const isAccepted = new Map<string, boolean>();
  for (const item of header.split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
    const coding = name === 'x-gzip' ? 'gzip' : name;
    const isExcluded = parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter));
    // Named twice, it is taken only where both say so.
    isAccepted.set(coding, !isExcluded && isAccepted.get(coding) !== false);
  }
  if (!isAccepted.has('gzip')) isAccepted.set('gzip', isAccepted.get('*') === true);
  if (!isAccepted.has('identity')) isAccepted.set('identity', isAccepted.get('*') !== false);
  return [...isAccepted].flatMap(([coding, takes]) => (takes ? coding : []));
}
