import type { Block, EventGroup } from './EventGroup';

/** Bytes of a block: some hundred events. */
export const BLOCK_BYTES = 64 * 1024;

/** Blocks that are kept for use again. */
const MAX_SPARE = 16;

/** Gives out memory for groups, and uses again what no group needs any more. */
export class GroupBlocks {
  private readonly spare: Block[] = [];
  private current: Block | undefined;

  /** A block with room for so many bytes more. */
  withRoom(bytes: number): Block {
    const { current } = this;
    if (current && current.memory.length - current.used >= bytes) return current;
    this.current = undefined;
    if (current?.groups === 0) this.keep(current);
    const next = bytes <= BLOCK_BYTES ? (this.spare.pop() ?? newBlock(BLOCK_BYTES)) : newBlock(bytes);
    this.current = next;
    return next;
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
