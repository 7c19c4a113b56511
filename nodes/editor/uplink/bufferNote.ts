import { UPLINK } from '../../../src/settings/uplink';
import { asBinarySize, asRoughDuration, countText, shortNumber, shortPercent, unitName } from '../amounts';
import { isEnvReference } from '../envReference';
import { fieldText, markField, onEdit } from '../fields';
import { text } from '../text';
import { type BufferLimits, bufferReach, type Intake, limitsForOutage } from './bufferNeeds';
import { seenIntake } from './seenIntake';

/** Assumed before any event has come in: a few dozen sensors behind a change filter, in events per second. */
const EXAMPLE: Intake = { perSecond: 5, bytesPerEvent: undefined };

/** Seconds in each unit for outages. */
const OUTAGE_UNITS = { hour: 3600, day: 86_400 } as const;

/** The settings that limit the buffer. */
const LIMITS = [
  { limit: 'events', property: 'bufferSize' },
  { limit: 'bytes', property: 'maxBytes' },
  { limit: 'age', property: 'maxAge' },
] as const;

/** Shows how long the buffer lasts at the observed rate, and sets it to what an outage needs. */
export function prepareBuffer(node: EditorNode): void {
  let seen: Intake | undefined;
  const note = $('#wireband-bufferSize-note');
  const show = (): void => {
    note.text(reachText(node, seen));
  };
  onEdit($('#node-input-bufferSize, #node-input-maxBytes, #node-input-maxAge'), show);
  show();
  void seenIntake(node.id).then((intake) => {
    seen = intake;
    show();
  });
  prepareOutage(node, () => seen ?? EXAMPLE);
}

function reachText(node: EditorNode, seen: Intake | undefined): string {
  const limits = presentLimits();
  if (!limits) return '';
  const { seconds, limit, share } = bufferReach(limits, seen ?? EXAMPLE);
  const duration = asRoughDuration(seconds);
  if (duration === '') return '';
  const rate = shortNumber((seen ?? EXAMPLE).perSecond);
  const intake = text(node, seen ? 'hint.intake-seen' : 'hint.intake-example', { rate });
  const values = { duration, intake };
  if (limit === 'bytes') return text(node, 'hint.bufferSize-bytes', values);
  if (limit === 'age') return text(node, 'hint.bufferSize-age', values);
  if (share === undefined) return text(node, 'hint.bufferSize', values);
  const size = asBinarySize(limits.bytes);
  return text(node, 'hint.bufferSize-share', { ...values, share: shortPercent(share), size });
}

/** Undefined while one of them is not a number, or is known only when the node starts. */
function presentLimits(): BufferLimits | undefined {
  const [events, bytes, age] = LIMITS.map(({ property }) => presentNumber(property));
  return events === undefined || bytes === undefined || age === undefined
    ? undefined
    : { events, bytes, age };
}

function presentNumber(property: (typeof LIMITS)[number]['property']): number | undefined {
  const setting = UPLINK[property];
  const typed = fieldText($(`#node-input-${property}`));
  if (isEnvReference(typed)) return undefined;
  const number = typed === '' ? setting.default : Number(typed);
  return number >= setting.min ? number : undefined;
}

function prepareOutage(node: EditorNode, intake: () => Intake): void {
  const length = $('#wireband-outage');
  const unit = $('#wireband-outage-unit').attr('aria-label', text(node, 'outage.label'));
  const note = $('#wireband-outage-note');
  for (const name of Object.keys(OUTAGE_UNITS))
    unit.append($('<option>', { value: name }).text(unitName(name)));
  length.val('1');
  unit.val('day');
  const seconds = (): number =>
    Number(fieldText(length)) * (unit.val() === 'hour' ? OUTAGE_UNITS.hour : OUTAGE_UNITS.day);
  const mark = (): boolean => {
    const isLength = seconds() > 0 && Number.isFinite(seconds());
    markField(length, isLength ? undefined : text(node, 'outage.bad'));
    return isLength;
  };
  onEdit(length.add(unit), mark);
  $('#wireband-outage-set').on('click', () => {
    const present = presentLimits();
    if (!mark() || !present) return;
    const wanted = limitsForOutage(seconds(), intake(), present);
    const told = LIMITS.filter(({ limit }) => wanted[limit] !== present[limit]).map(({ limit, property }) => {
      $(`#node-input-${property}`).val(String(wanted[limit])).trigger('change');
      return `${text(node, `label.${property}`)}: ${amountText(limit, wanted[limit])}`;
    });
    note.text(told.length === 0 ? text(node, 'outage.enough') : told.join(' · '));
  });
}

function amountText(limit: keyof BufferLimits, amount: number): string {
  switch (limit) {
    case 'events':
      return countText(amount);
    case 'bytes':
      return asBinarySize(amount);
    case 'age':
      return asRoughDuration(amount);
  }
}
