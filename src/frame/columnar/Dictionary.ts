/** Texts of a body that columns refer to by index. */
export class Dictionary {
  private readonly places = new Map<string, number>();

  /** @param text a string as JSON. */
  placeOf(text: string): number {
    const known = this.places.get(text);
    if (known !== undefined) return known;
    const place = this.places.size;
    this.places.set(text, place);
    return place;
  }

  write(): string {
    return `[${[...this.places.keys()].join()}]`;
  }
}
