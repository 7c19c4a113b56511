import type { UplinkRow } from '../../../src/monitor/UplinkRow';
import { monitorText } from './monitorText';
import { emptyNote } from './panel';
import { UplinkCard } from './UplinkCard';

/** The uplinks of all flows, with at most one unfolded. */
export class UplinkList {
  readonly element = $('<div>');
  rows: readonly UplinkRow[] = [];
  private readonly list = $('<ul>', { class: 'wireband-uplinks' });
  private readonly none = emptyNote(monitorText('uplink.none')).prop('hidden', true);
  private readonly cards = new Map<string, UplinkCard>();
  private isFirst = true;

  constructor() {
    this.element.append(this.none, this.list);
  }

  show(rows: readonly UplinkRow[]): void {
    this.rows = rows;
    this.none.prop('hidden', rows.length > 0);
    const ids = new Set(rows.map(({ id }) => id));
    for (const [id, card] of this.cards) {
      if (ids.has(id)) continue;
      card.close();
      this.cards.delete(id);
    }
    for (const [place, row] of rows.entries()) {
      const card = this.cards.get(row.id) ?? this.add(row);
      const there = this.list.children().get(place);
      if (there !== card.element[0]) {
        if (there) card.element.insertBefore(there);
        else this.list.append(card.element);
      }
      card.show(row);
    }
    const [only] = this.cards.values();
    if (this.isFirst && only && rows.length === 1) this.toggle(only);
    if (rows.length > 0) this.isFirst = false;
  }

  private add(row: UplinkRow): UplinkCard {
    const card = new UplinkCard(row, () => this.toggle(card));
    this.cards.set(row.id, card);
    return card;
  }

  /** Only one at a time requests its curves. */
  private toggle(card: UplinkCard): void {
    const wasOpen = card.isOpen;
    for (const each of this.cards.values()) if (each.isOpen) each.fold();
    if (!wasOpen) {
      card.unfold();
      const row = this.rows.find(({ id }) => this.cards.get(id) === card);
      if (row) card.show(row);
    }
  }
}
