/** Bytes of a file that is still taken for a table of rules. */
const MAX_BYTES = 1_000_000;

/** The text of a file that a user chose: UTF-8, or what spreadsheets also write; undefined when it is too large. */
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

/** Gives a text to the user as a file. */
export function saveTextFile(name: string, type: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
