/** Maximum size of a file with a table of rules, in bytes. */
const MAX_BYTES = 1_000_000;

/** The text of a file chosen by the user: UTF-8, or an encoding that spreadsheets write; undefined if too large. */
export async function readTableFile(file: File): Promise<string | undefined> {
  if (file.size > MAX_BYTES) return undefined;
  const bytes = await file.arrayBuffer();
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
