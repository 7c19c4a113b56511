import type { Block, EventGroup } from './EventGroup';

/** Size of a block in bytes: a few hundred events. */
export const BLOCK_BYTES = 64 * 1024;

/** The first block is smaller, and enough for an uplink with few events: a runtime may have hundreds of them. */
const FIRST_BLOCK_BYTES = 8 * 1024;

/** From this size on, a record gets a block of its own size. This keeps the unused end of other blocks small. */
const OWN_BLOCK_FROM = BLOCK_BYTES / 4;

/** Maximum number of blocks kept for reuse. */
const MAX_SPARE = 16;

/** Allocates memory for groups, and reuses what no group needs any more. */
export class GroupBlocks {
  private readonly spare: Block[] = [];
  private current: Block | undefined;
  private isFirst = true;

  /** A block with room for one more record of up to this many bytes. */
  withRoom(bytes: number): Block {
    if (bytes >= OWN_BLOCK_FROM) return newBlock(bytes);
    const { current } = this;
    if (current && current.memory.length - current.used >= bytes) return current;
    this.current = undefined;
    if (current?.groups === 0) this.keep(current);
    const isSmall = this.isFirst && bytes <= FIRST_BLOCK_BYTES;
    this.isFirst = false;
    this.current = this.spare.pop() ?? newBlock(isSmall ? FIRST_BLOCK_BYTES : BLOCK_BYTES);
    return this.current;
  }

  /** The group is no longer needed. */
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
