import type { IncomingTopic } from '../../../runtime/incomingTopics';
import { actionButton } from '../actionButton';
import { monitorText } from '../monitorText';
import { readBrokerAddress } from './brokerAddress';
import { gatewayNodes } from './gatewayNodes';
import { TopicList } from './TopicList';

/** The user's progress: no gateway yet, a gateway without its backend, or one that has it and only needs a deploy. */
type Step = 'start' | 'watch' | 'done';

/**
 * Shown while no uplink runs: places a gateway, shows incoming messages before anything is sent, and guides the user to
 * the choice of a backend.
 */
export class StartPanel {
  readonly element = $('<section>', { class: 'wireband-start', 'aria-labelledby': 'wireband-start-title' });
  private readonly form = $('<form>');
  private readonly address = $('<input>', { type: 'text', id: 'wireband-start-broker', spellcheck: 'false' });
  private readonly fault = $('<p>', { class: 'wireband-fault', role: 'alert', id: 'wireband-start-fault' });
  private readonly watching = $('<div>');
  private readonly source = $('<p>', { role: 'status' });
  private readonly next = $('<p>');
  private readonly topics = new TopicList();
  private readonly choose = actionButton(monitorText('start.choose'), () => this.chooseBackend());
  /** The uplink whose dialog was opened to choose a backend. */
  private choosing: string | undefined;
  /** The uplink that got its backend here. */
  private enabled: string | undefined;
  private step: Step = 'done';

  constructor() {
    const title = $('<h5>', { id: 'wireband-start-title' }).text(monitorText('start.title'));
    const label = $('<label>', { for: 'wireband-start-broker' }).text(monitorText('start.broker'));
    this.address.attr({ placeholder: 'mqtt://localhost:1883', 'aria-describedby': 'wireband-start-fault' });
    const start = actionButton(monitorText('start.button'), () => undefined).attr('type', 'submit');
    this.form.append(
      $('<p>').text(monitorText('start.note')),
      label,
      $('<div>', { class: 'wireband-buttons' }).append(this.address, ' ', start.addClass('primary')),
      this.fault,
    );
    this.form.on('submit', (event) => {
      event.preventDefault();
      this.place();
    });
    this.watching.append(
      this.source,
      this.topics.element,
      this.next,
      $('<div>', { class: 'wireband-buttons' }).append(this.choose),
    );
    this.element.append(title, this.form, this.watching).prop('hidden', true);
    RED.events.on('nodes:change', ({ id }) => {
      if (id !== undefined && id === this.choosing) this.enable(id);
    });
  }

  /** Whether to request topics: even before a gateway is placed, because the first messages arrive at once. */
  get wantsTopics(): boolean {
    return !this.element.prop('hidden');
  }

  showTopics(topics: readonly IncomingTopic[]): void {
    this.topics.show(topics);
  }

  /** @param running whether an uplink runs. */
  update(running: boolean): void {
    const uplink = nodeOf('wireband-uplink');
    this.step = uplink ? (isWaiting(uplink) ? 'watch' : 'done') : 'start';
    const isOver = this.step === 'done' && uplink?.id !== this.enabled;
    const isShown = !running && !isOver && RED.user.hasPermission('flows.write');
    this.element.prop('hidden', !isShown);
    this.form.prop('hidden', this.step !== 'start');
    this.watching.prop('hidden', this.step === 'start');
    if (!isShown || this.step === 'start') return;
    const status = nodeOf('wireband-mqtt-in')?.status?.text;
    write(this.source, status ? monitorText('start.source', { status }) : '');
    write(this.next, this.nextStep());
    this.choose.prop('hidden', this.step === 'done');
  }

  private nextStep(): string {
    if (!RED.nodes.dirty()) return monitorText('start.nothing-sent');
    return this.step === 'done' ? monitorText('start.deploy-sends') : monitorText('start.deploy');
  }

  private place(): void {
    const address = readBrokerAddress(String(this.address.val() || this.address.attr('placeholder')));
    this.address.attr('aria-invalid', String(!address));
    this.fault.text(address ? '' : monitorText('start.bad-address'));
    if (!address) return;
    // The button does not mention a deploy, so it must not deploy the user's other changes.
    const wasClean = !RED.nodes.dirty();
    const { tab, nodes } = gatewayNodes(address);
    RED.view.importNodes(nodes, { generateIds: false, notify: false });
    RED.workspaces.show(tab);
    this.address.val('');
    if (wasClean) RED.actions.invoke('core:deploy-flows');
    this.update(false);
  }

  private chooseBackend(): void {
    const uplink = nodeOf('wireband-uplink');
    if (!uplink) return;
    this.choosing = uplink.id;
    RED.view.reveal(uplink.id);
    RED.editor.edit(uplink);
  }

  /** Enables an uplink that got its backend, so that it sends. */
  private enable(id: string): void {
    const uplink = RED.nodes.node(id);
    if (!uplink?.backend || !uplink.d) return;
    this.choosing = undefined;
    this.enabled = id;
    RED.history.push({
      t: 'edit',
      node: uplink,
      changes: { d: true },
      changed: uplink.changed,
      dirty: RED.nodes.dirty(),
    });
    delete uplink.d;
    uplink.changed = true;
    uplink.dirty = true;
    RED.editor.validateNode(uplink);
    RED.nodes.dirty(true);
    RED.view.redraw();
    this.update(false);
  }
}

/** The first node of a type. */
function nodeOf(type: string): PlacedNode | undefined {
  let found: PlacedNode | undefined;
  RED.nodes.eachNode((node) => {
    if (node.type === type) found ??= node;
  });
  return found;
}

/** Whether an uplink is placed, but disabled or without a backend. */
function isWaiting({ d, backend }: PlacedNode): boolean {
  return d === true || !backend;
}

function write(element: JQuery, text: string): void {
  if (element.text() !== text) element.text(text);
}
