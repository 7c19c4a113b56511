import type { RunningUplinkFigures } from '../../../src/monitor/RunningUplinkFigures';
import { countText } from '../amounts';
import { askRuntime } from './monitorApi';
import { monitorText } from './monitorText';

/** What the editor reports about an object that leaves the flow. */
interface Removed {
  readonly id: string;
  readonly type: string;
}

/** Whether events may go with it: it is an uplink, or may contain one. */
function mayHoldEvents({ type }: Removed): boolean {
  return type === 'wireband-uplink' || type.startsWith('subflow:');
}

/**
 * Asks when uplinks that hold events are deleted. Node-RED offers no way to prevent the deletion of a node, but the
 * runtime keeps it until the next deploy: the question appears at once, and Undo restores everything.
 */
export function watchDeletions(): void {
  let removed: Removed[] = [];
  RED.events.on('nodes:remove', (node: Removed) => {
    if (!mayHoldEvents(node)) return;
    removed.push(node);
    if (removed.length > 1) return;
    // A tab or a selection is removed node by node.
    setTimeout(() => {
      const all = removed.map(({ id }) => id).filter((id) => !RED.nodes.node(id));
      removed = [];
      if (all.length > 0) void lookAt(all);
    });
  });
}

async function lookAt(ids: readonly string[]): Promise<void> {
  try {
    const { uplinks }: { readonly uplinks?: readonly RunningUplinkFigures[] } = Object(
      await askRuntime('uplinks'),
    );
    const left = (uplinks ?? []).filter(
      ({ id, waiting, quarantined }) => waiting + quarantined > 0 && ids.some((each) => isWithin(id, each)),
    );
    if (left.length > 0) ask(ids, left);
  } catch {
    // A user who may not see waiting events, or cannot reach the runtime, is not asked.
  }
}

/** Whether a node is this one or inside it: the ID of a node in a subflow begins with those of all that contain it. */
function isWithin(id: string, outer: string): boolean {
  return `-${id}-`.includes(`-${outer}-`);
}

function ask(ids: readonly string[], left: readonly RunningUplinkFigures[]): void {
  const lines = left.map(({ id, name, waiting, quarantined, isInMemory }) => {
    const values = { name: name || id, n: countText(waiting + quarantined) };
    return $('<p>').text(monitorText(isInMemory ? 'deleted.in-memory' : 'deleted.on-disk', values));
  });
  const areKept = left.some(({ isInMemory }) => !isInMemory);
  const message = $('<div>', { class: 'wireband-deleted' }).append(
    ...lines,
    ...(areKept ? [$('<p>').text(monitorText('deleted.later'))] : []),
  );
  const isUndoable = ids.every((id) => isDeletion(RED.history.peek(), id));
  const question = RED.notify(message, {
    type: 'warning',
    modal: true,
    fixed: true,
    buttons: [
      ...(isUndoable
        ? [
            {
              text: monitorText('deleted.undo'),
              click: () => {
                question.close();
                RED.history.pop();
              },
            },
          ]
        : []),
      { text: monitorText('deleted.go-on'), click: () => question.close() },
    ],
  });
  message.closest('.red-ui-notification').find('button').first().trigger('focus');
}

/** Whether undoing this step restores this node. */
function isDeletion(step: HistoryStep | undefined, id: string): boolean {
  const isOwn = step?.nodes?.some((node) => node.id === id) ?? false;
  return (step?.t === 'delete' && isOwn) || (step?.events?.some((each) => isDeletion(each, id)) ?? false);
}
