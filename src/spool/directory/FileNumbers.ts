/** Numbers of files: a new one is larger than that of every file there ever was, and no other file is named by it. */
export class FileNumbers {
  private highest = 0;
  private readonly taken = new Set<number>();

  readonly next = (): number => {
    do this.highest++;
    while (this.taken.has(this.highest));
    return this.highest;
  };

  /** A file has or had this number. */
  saw(number: number): void {
    this.highest = Math.max(this.highest, number);
  }

  /** Something is named by this number that may never have been a file of ours, and whose number may be any. */
  avoid(number: number): void {
    this.taken.add(number);
  }
}
