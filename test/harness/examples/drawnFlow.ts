import type { FlowNode } from '../nodeRed/nodeRed';

/** Where a node is drawn on its flow, in pixels. */
export interface Box {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Point = readonly [x: number, y: number];

/**
 * The part of a flow, in pixels, that a window of 1366 by 768 shows beside palette and debug sidebar.
 * test/browser/examplesInEditor.ts checks this.
 */
export const VISIBLE = { width: 840, height: 620 };

/** How far the button of an inject or debug node sticks out at its side. */
const BUTTON = 26;

/**
 * Widths of characters in thousandths of the font size, 14 pixels, in DejaVu Sans: the widest of the fonts that a
 * browser may use for the editor. With Helvetica and similar fonts the nodes are narrower.
 */
const LETTERS: readonly (readonly [characters: string, width: number])[] = [
  ["'ijl", 278],
  ['IJ', 295],
  [' ,.·', 318],
  ['/:;|', 337],
  ['f', 352],
  ['-', 361],
  ['()[]t', 392],
  ['r', 411],
  ['°', 500],
  ['s', 521],
  ['z', 525],
  ['?', 531],
  ['c', 550],
  ['L', 557],
  ['F', 575],
  ['k', 579],
  ['vxy', 592],
  ['P', 603],
  ['TYoae', 615],
  ['EhnuSbdgpq$0123456789', 636],
  ['K', 656],
  ['AVXZB', 686],
  ['RC', 698],
  ['U', 732],
  ['N', 748],
  ['H', 752],
  ['D', 770],
  ['G', 775],
  ['&', 780],
  ['OQ', 787],
  ['w', 818],
  ['#+<=>→', 838],
  ['M', 863],
  ['%', 950],
  ['m', 974],
  ['W', 989],
  ['…', 1000],
];
const FONT_SIZE = 14;
const USUAL_WIDTH = 840;

const WITHOUT_INPUT = /^(inject|comment|catch|http in|mqtt in|wireband-mqtt-in)$/;

function widthOf({ type, name, repeat }: FlowNode): number {
  if (type.startsWith('link ')) return 30;
  // The editor marks a button that presses itself.
  const label = repeat ? `${name} ↻` : String(name);
  const letters = [...label].map(
    (letter) => LETTERS.find(([characters]) => characters.includes(letter))?.[1] ?? USUAL_WIDTH,
  );
  const text = (letters.reduce((sum, width) => sum + width, 0) * FONT_SIZE) / 1000;
  // The editor rounds up to its grid.
  return Math.max(100, 20 * Math.ceil((text + 50 + (WITHOUT_INPUT.test(type) ? 0 : 7)) / 20));
}

const outputsOf = ({ wires }: FlowNode): readonly string[][] => (Array.isArray(wires) ? wires : []);

/** Where a node is drawn, with its button. */
export function boxOf(node: FlowNode): Box {
  const width = widthOf(node);
  const height = Math.max(30, outputsOf(node).length * 15);
  const [x, y] = [Number(node.x), Number(node.y)];
  return {
    name: String(node.name),
    left: x - width / 2 - (node.type === 'inject' ? BUTTON : 0),
    right: x + width / 2 + (node.type === 'debug' ? BUTTON : 0),
    top: y - height / 2,
    bottom: y + height / 2,
  };
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function isIn([x, y]: Point, { left, right, top, bottom }: Box): boolean {
  return x > left && x < right && y > top && y < bottom;
}

/** A wire, and closely spaced points on it. */
export interface Wire {
  readonly from: FlowNode;
  readonly to: FlowNode;
  readonly points: readonly Point[];
}

/** Points at which a wire is checked: with wires of this length, one every few pixels. */
const STEPS = 100;

/** Pixels between two ports of a node. */
const PORT_DISTANCE = 13;

/** How far a wire runs straight before it bends: as a fraction of the distance, and the maximum in pixels. */
const CURVE = 0.75;
const NODE_WIDTH = 100;

/** The wires of a flow as the editor draws them: Bézier curves whose ends are level. */
export function wiresOn(nodes: readonly FlowNode[]): Wire[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes.flatMap((from) =>
    outputsOf(from).flatMap((targets, port, ports) =>
      targets.flatMap((id) => {
        const to = byId.get(id);
        if (to === undefined) return [];
        const { right } = boxOf(from);
        const below = PORT_DISTANCE * (port - (ports.length - 1) / 2);
        return [{ from, to, points: curve([right, Number(from.y) + below], [boxOf(to).left, Number(to.y)]) }];
      }),
    ),
  );
}

function curve([x1, y1]: Point, [x2, y2]: Point): Point[] {
  const distance = Math.hypot(x2 - x1, y2 - y1);
  const level = CURVE * Math.min(distance, NODE_WIDTH);
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const t = step / STEPS;
    const weights = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
    const mixed = (values: readonly number[]): number =>
      values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
    return [mixed([x1, x1 + level, x2 - level, x2]), mixed([y1, y1, y2, y2])];
  });
}
