import { isEnvReference } from '../envReference';
import { fieldOf, fieldText, markField, onEdit } from '../fields';
import { text } from '../text';
import { type BasicUser, basicKey, basicUserOf } from './basicKey';
import { checkSetting } from './checkSetting';
import { SAVED_KEY } from './dialogSettings';
import type { HeaderList } from './headerList';
import { isPart, type PartPlace, readPlace, writePlace } from './systemSettings';
import { SYSTEMS, type SystemField, type SystemName } from './systems';

/** Settings whose rows move among the fields of a system that uses them; for other systems they stay folded away. */
const MOVABLE = ['url', 'path', 'query', 'format', 'apiKey'] as const;
type Movable = (typeof MOVABLE)[number];

/** Marks the place of a setting's row when no system uses it. */
const HOME = 'wireband-home';

/**
 * The rows of a system's fields at the top of a backend's dialog: rows of settings are moved there and get the system's
 * own name for them; a field that is only a part of a setting has its own row, which writes into that setting.
 */
export class SystemRows {
  private readonly box = $('#wireband-system-fields');
  private system: SystemName = 'http';
  /** User and password as last seen: only typing there changes the key, which may be of another kind. */
  private seenUser: BasicUser = { user: '', password: '' };

  constructor(
    private readonly node: EditorNode,
    private readonly headers: HeaderList,
  ) {
    for (const setting of MOVABLE) {
      this.rowOf(setting).before($('<span>', { id: `${HOME}-${setting}`, hidden: true }));
    }
    const wholes = (['path', 'query', 'apiKey'] as const).map((setting) => fieldOf(node, setting));
    for (const whole of wholes) onEdit(whole, () => this.refresh());
  }

  show(system: SystemName): void {
    this.system = system;
    const focused = document.activeElement;
    for (const setting of MOVABLE) this.goHome(setting);
    this.box.empty();
    this.seenUser = { user: '', password: '' };
    for (const field of SYSTEMS[system].fields) this.add(field);
    this.refresh();
    // Moving a field takes away its focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement) {
      focused.focus({ preventScroll: true });
    }
  }

  /** Shows the values of the settings, except in the field that has the focus. */
  private refresh(): void {
    this.refreshUser();
    for (const { name, place } of SYSTEMS[this.system].fields) {
      const input = inputOf(name);
      if (!isPart(place) || input.is(':focus')) continue;
      const whole = this.wholeOf(place);
      input.val(isEnvReference(whole) ? whole : readPlace(place, this.parts()));
      input.prop('disabled', isEnvReference(whole));
    }
  }

  private add({ name, place, icon, example, ...rest }: SystemField): void {
    const label = text(this.node, `field.${name}`);
    if ('setting' in place) {
      const row = this.rowOf(place.setting).appendTo(this.box);
      labelOf(row).text(label);
      if (place.setting === 'path') this.rowOf('pathAsTyped').appendTo(this.box);
      return;
    }
    const id = `wireband-field-${name}`;
    const isSecret = 'basic' in place && place.basic === 'password';
    const input = $('<input>', { id, type: isSecret ? 'password' : 'text', placeholder: example ?? '' });
    if (isSecret) input.attr('autocomplete', 'new-password');
    $('<div>', { class: 'form-row wireband-row', id: `${id}-row` })
      .append(
        $('<label>', { for: id }).append(
          $('<i>', { class: `fa fa-${icon ?? 'circle-o'}` }),
          $('<span>').text(label),
        ),
        input,
      )
      .appendTo(this.box);
    if ('basic' in place) this.followKey(input);
    else this.followPart(input, { ...rest, place });
  }

  private followPart(
    input: JQuery,
    field: Pick<SystemField, 'isOptional'> & { readonly place: PartPlace },
  ): void {
    onEdit(input, () => {
      const before = this.parts();
      if (readPlace(field.place, before) === fieldText(input)) return;
      const { path, query, headers } = writePlace(field, fieldText(input), before);
      if (path !== before.path) fieldOf(this.node, 'path').val(path).trigger('change');
      if (query !== before.query) fieldOf(this.node, 'query').val(query).trigger('change');
      if (headers !== before.headers) this.headers.set(headers);
      const setting = 'parameter' in field.place ? 'query' : 'headers';
      const value = setting === 'query' ? query : headers;
      const reason = 'path' in field.place || checkSetting(this.node, setting, value);
      markField(input, reason === true ? undefined : reason);
    });
  }

  /** A saved key is not known here. */
  private refreshUser(): void {
    const key = fieldText(fieldOf(this.node, 'apiKey'));
    if (key === SAVED_KEY || inputOf('user').add(inputOf('password')).is(':focus')) return;
    const { user, password } = basicUserOf(key) ?? { user: '', password: '' };
    inputOf('user').val(user);
    inputOf('password').val(password);
    this.seenUser = typedUser();
  }

  /** If a key is saved, user and password have to be typed together. */
  private followKey(input: JQuery): void {
    const key = fieldOf(this.node, 'apiKey');
    const isSaved = fieldText(key) === SAVED_KEY;
    if (isSaved) input.attr('placeholder', text(this.node, 'placeholder.saved'));
    onEdit(input, () => {
      const typed = typedUser();
      if (typed.user === this.seenUser.user && typed.password === this.seenUser.password) return;
      this.seenUser = typed;
      const isHalf = fieldText(key) === SAVED_KEY && (typed.user === '') !== (typed.password === '');
      for (const each of ['user', 'password'] as const) {
        const isMissing = isHalf && typed[each] === '';
        markField(inputOf(each), isMissing ? text(this.node, 'error.both') : undefined);
      }
      const next = isSaved && typed.user + typed.password === '' ? SAVED_KEY : basicKey(typed);
      if (!isHalf && next !== fieldText(key)) key.val(next).trigger('change');
    });
  }

  private goHome(setting: Movable): void {
    const row = this.rowOf(setting);
    $(`#${HOME}-${setting}`).after(row);
    labelOf(row).text(text(this.node, `label.${setting}`));
    if (setting === 'path') row.after(this.rowOf('pathAsTyped'));
  }

  private parts() {
    const of = (setting: 'path' | 'query') => fieldText(fieldOf(this.node, setting));
    return { path: of('path'), query: of('query'), headers: this.headers.headers() };
  }

  /** The setting that contains a place, as text. */
  private wholeOf(place: PartPlace): string {
    const { path, query } = this.parts();
    if ('header' in place) return '';
    return 'path' in place ? path : query;
  }

  private rowOf(setting: Movable | 'pathAsTyped'): JQuery {
    return $(`#wireband-${setting}-row`);
  }
}

function inputOf(field: string): JQuery {
  return $(`#wireband-field-${field}`);
}

function typedUser(): BasicUser {
  return { user: fieldText(inputOf('user')), password: String(inputOf('password').val() ?? '') };
}

function labelOf(row: JQuery): JQuery {
  return row.find('> label > span').first();
}
