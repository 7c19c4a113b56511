/** File numbers. A new one is higher than that of any file that ever existed, and no other file has it in its name. */
export class FileNumbers {
  private highest = 0;
  private readonly taken = new Set<number>();

  readonly next = (): number => {
    do this.highest++;
    while (this.taken.has(this.highest));
    return this.highest;
  };

  /** Notes that a file has or had this number. */
  saw(number: number): void {
    this.highest = Math.max(this.highest, number);
  }

  /** Skips only this number: the file named by it may never have been ours, so the number may be arbitrarily high. */
  avoid(number: number): void {
    this.taken.add(number);
  }
}
