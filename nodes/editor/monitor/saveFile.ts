/** Has the browser save a text as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = $('<a>', { href: url, download: name }).appendTo('body');
  link[0]?.click();
  link.remove();
  URL.revokeObjectURL(url);
}
