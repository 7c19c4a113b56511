import { isEnvReference } from '../envReference';

/** Stands where a secret is. */
export const MASK = '••••••';

const SECRET_HEADER = /auth|cookie|key|token|secret|passw/i;
const SECRET_PARAMETER = /^(p|.*(auth|key|token|secret|passw|pwd).*)$/i;

/** The value of a header as it may be shown. The name of an environment variable is not a secret. */
export function maskHeader(name: string, value: string): string {
  return SECRET_HEADER.test(name) && !isEnvReference(value) ? MASK : value;
}

/** An address's query as it may be shown: InfluxDB 1 takes a password there. */
export function maskQuery(query: string): string {
  return query
    .split('&')
    .map((part) => {
      const [name = '', ...value] = part.split('=');
      return value.length > 0 && SECRET_PARAMETER.test(name) ? `${name}=${MASK}` : part;
    })
    .join('&');
}
