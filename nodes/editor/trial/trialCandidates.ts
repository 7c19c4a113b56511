import type { Candidate, Classification, Explanation } from '../../../src/classify';
import { plainTable, tableRow } from '../plainTable';
import { shortText } from '../shortText';
import { meaningOf } from '../symbols/symbolField';
import { text } from '../text';

/** Candidates to show besides the winner. */
const MAX_OTHERS = 8;

/** Characters of a matched name to show: a name may be as long as a topic. */
const MAX_MATCH = 120;

/** Shows what a message is and why. */
export function showWinner(node: EditorNode, output: JQuery, explanation: Explanation): void {
  const { classification, convention, candidates } = explanation;
  const { name, code, by, match } = classification;
  addLine(output).append($('<span>', { class: 'wireband-symbol' }).text(name), $('<code>').text(code));
  addLine(output).text(facts(node, classification).join(' · '));
  const evidence = candidates[0]?.evidence;
  const why = [text(node, `rule.${by}`, { match: cut(match) })];
  if (evidence !== undefined && addsToRule(evidence)) why.push(text(node, `evidence.${evidence}`));
  if (convention !== undefined) why.push(text(node, 'try.convention', { convention }));
  addLine(output).text(why.join(' · '));
}

/** Shows what else a message could have been, in order of rank. */
export function showOthers(node: EditorNode, container: JQuery, candidates: readonly Candidate[]): void {
  const others = candidates.slice(1);
  if (others.length === 0) return;
  const headings = [text(node, 'try.rank'), text(node, 'try.candidate'), text(node, 'try.because')];
  const rows = others.slice(0, MAX_OTHERS).map((candidate, index) => {
    const { by, match, quantity, unit, name, evidence } = candidate;
    const what = $('<div>').append(shortText(name));
    const details = [quantity, unit].filter((detail) => detail !== undefined);
    if (details.length > 0) what.append($('<small>').append(shortText(details.join(' · '))));
    const why = $('<div>').append(shortText(text(node, `because.${by}`, { match: cut(match) })));
    if (addsToRule(evidence)) why.append($('<small>').text(text(node, `evidence.${evidence}`)));
    return tableRow([String(index + 2), what, why]);
  });
  const table = plainTable(headings, rows).addClass('wireband-candidates');
  container.append($('<h5>').text(text(node, 'try.others')), table);
  if (others.length > MAX_OTHERS) {
    const n = others.length - MAX_OTHERS;
    container.append($('<p>', { class: 'wireband-note' }).text(text(node, 'try.more', { n })));
  }
}

function facts(node: EditorNode, classification: Classification): string[] {
  const { family, quantity, unit } = classification;
  const known = [meaningOf(node, classification)];
  if (quantity) known.push(text(node, 'try.quantity', { quantity }));
  if (unit) known.push(text(node, 'try.unit', { unit: cut(unit) }));
  known.push(text(node, 'try.family', { family }));
  return known.filter((fact) => fact !== '');
}

/** Whether the evidence says more than the rule itself does. */
function addsToRule(evidence: Candidate['evidence']): boolean {
  return evidence !== 'override' && evidence !== 'keyword' && evidence !== 'fallback';
}

function cut(match: string): string {
  return match.length > MAX_MATCH ? `${match.slice(0, MAX_MATCH)}…` : match;
}

function addLine(output: JQuery): JQuery {
  return $('<div>').appendTo(output);
}
