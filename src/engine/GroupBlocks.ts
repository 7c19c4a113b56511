import type { Block, EventGroup } from './EventGroup';

/** Bytes of a block: some hundred events. */
export const BLOCK_BYTES = 64 * 1024;

/** A record from this size on has a block of its own, as large as it: what is left over at the end of others stays small. */
const OWN_BLOCK_FROM = BLOCK_BYTES / 4;

/** Blocks that are kept for use again. */
const MAX_SPARE = 16;

/** Gives out memory for groups, and uses again what no group needs any more. */
export class GroupBlocks {
  private readonly spare: Block[] = [];
  private current: Block | undefined;

  /** A block with room for so many bytes more, for one record. */
  withRoom(bytes: number): Block {
    if (bytes >= OWN_BLOCK_FROM) return newBlock(bytes);
    const { current } = this;
    if (current && current.memory.length - current.used >= bytes) return current;
    this.current = undefined;
    if (current?.groups === 0) this.keep(current);
    this.current = this.spare.pop() ?? newBlock(BLOCK_BYTES);
    return this.current;
  }

  /** Nobody needs the group any more. */
  release({ block }: EventGroup): void {
    block.groups--;
    if (block.groups > 0) return;
    if (block === this.current) block.used = 0;
    else this.keep(block);
  }

  private keep(block: Block): void {
    block.used = 0;
    if (block.memory.length === BLOCK_BYTES && this.spare.length < MAX_SPARE) this.spare.push(block);
  }
}

function newBlock(bytes: number): Block {
  return { memory: Buffer.from(new SharedArrayBuffer(bytes)), used: 0, groups: 0 };
}
