import { shortNumber } from '../amounts';
import { text } from '../text';

type Answer = Readonly<Record<string, unknown>>;

/** Shows the result of a check: in words, with the backend's own message, the certificate, and the time it took. */
export function showReport(node: EditorNode, box: JQuery, answer: unknown): void {
  const report: Answer = Object(answer);
  const { cause, detail, certificate, durationMs } = report;
  if (typeof report.setting === 'string') {
    showBadSetting(node, box, report.setting, report.error);
    return;
  }
  const isGood = cause === 'stored';
  const { host, status, stored, sent } = report;
  const words = text(node, `check.${cause}`, { host, status, stored, sent });
  const notes = [
    ...(typeof detail === 'string' ? [status === undefined ? detail : `HTTP ${status}: ${detail}`] : []),
    ...(certificate === undefined ? [] : [certificateText(node, Object(certificate))]),
    text(node, 'check.took', { time: timeText(Number(durationMs)), url: report.url }),
  ];
  show(box, isGood, words, notes);
}

/** The runtime did not answer. */
export function showFailure(node: EditorNode, box: JQuery, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  show(box, false, text(node, 'check.failed', { reason }), []);
}

function showBadSetting(node: EditorNode, box: JQuery, setting: string, error: unknown): void {
  const [name = ''] = /^\w+/.exec(setting) ?? [];
  show(box, false, text(node, 'check.bad-setting', { label: text(node, `label.${name}`) }), [String(error)]);
}

function certificateText(node: EditorNode, { subject, issuer, names, validFrom, validTo }: Answer): string {
  const [from, until] = [validFrom, validTo].map((time) => dateText(Number(time)));
  return text(node, 'check.certificate-shown', { subject, issuer, names, from, until });
}

function show(box: JQuery, isGood: boolean, words: string, notes: readonly string[]): void {
  const icon = $('<i>', { class: `fa fa-${isGood ? 'check-circle' : 'exclamation-circle'}` });
  box
    .toggleClass('wireband-good', isGood)
    .toggleClass('wireband-bad', !isGood)
    .empty()
    .append(
      $('<div>', { class: 'wireband-verdict' }).append(icon, $('<span>').text(words)),
      ...notes.map((note) => $('<p>', { class: 'wireband-note' }).text(note)),
    );
}

function timeText(ms: number): string {
  return ms < 1000 ? `${shortNumber(Math.round(ms))} ms` : `${shortNumber(ms / 1000)} s`;
}

function dateText(ms: number): string {
  return new Date(ms).toLocaleDateString(RED.i18n.lang(), { dateStyle: 'medium' });
}
