/** User and password, as contained in an API key. */
export interface BasicUser {
  readonly user: string;
  readonly password: string;
}

/** The API key of a user, `Basic …` (RFC 7617, UTF-8); empty if there is neither name nor password. */
export function basicKey({ user, password }: BasicUser): string {
  if (user + password === '') return '';
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** The user of such a key; undefined for any other key. */
export function basicUserOf(key: string): BasicUser | undefined {
  const [, base64 = ''] = /^Basic ([\w+/]+=*)$/i.exec(key.trim()) ?? [];
  if (base64 === '') return undefined;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const [, user, password] = /^([^:]*):(.*)$/s.exec(new TextDecoder().decode(bytes)) ?? [];
    return user === undefined || password === undefined ? undefined : { user, password };
  } catch {
    return undefined;
  }
}
