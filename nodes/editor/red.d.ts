/** The parts of Node-RED's editor that the dialogs use; the same in 4.1 and 5.0. */
declare const RED: {
  _(key: string, values?: Readonly<Record<string, unknown>>): string;
  readonly i18n: { lang(): string };
  readonly user: { hasPermission(permission: string): boolean };
  readonly comms: { subscribe(topic: string, callback: (topic: string, data: unknown) => void): void };
  notify(
    message: JQuery,
    options: {
      readonly type: 'warning';
      readonly modal: boolean;
      readonly fixed: boolean;
      readonly buttons: readonly { readonly text: string; click(): void }[];
    },
  ): { close(): void };
  readonly sidebar: {
    addTab(options: {
      readonly id: string;
      readonly label: string;
      readonly name: string;
      readonly iconClass: string;
      readonly content: JQuery;
      readonly enableOnEdit: boolean;
      readonly action: string;
    }): void;
    show(id: string): void;
  };
  readonly actions: { add(name: string, action: () => void): void; invoke(name: string): void };
  readonly view: {
    reveal(id: string): void;
    redraw(): void;
    importNodes(
      nodes: readonly object[],
      options: { readonly generateIds: boolean; readonly notify: boolean },
    ): void;
  };
  readonly workspaces: { show(id: string): void };
  readonly events: {
    on(event: 'nodes:remove', listener: (node: { readonly id: string; readonly type: string }) => void): void;
    on(event: string, listener: (node: { readonly id?: string }) => void): void;
  };
  readonly history: { peek(): HistoryStep | undefined; pop(): void; push(event: object): void };
  readonly editor: { edit(node: object): void; validateNode(node: object): boolean };
  readonly clipboard: { copyText(text: string): boolean };
  readonly nodes: {
    id(): string;
    node(id: string): PlacedNode | null | undefined;
    eachNode(visit: (node: PlacedNode) => void): void;
    eachConfig(visit: (node: PlacedNode) => void): void;
    getType(type: string): Pick<EditorNode['_def'], 'defaults'> | undefined;
    /** Whether there is something to deploy. */
    dirty(): boolean;
    dirty(isDirty: boolean): void;
    /** The flow as it was loaded or last deployed; undefined before it is loaded. */
    originalFlow(): readonly { readonly id: string }[] | undefined;
  };
  readonly utils: { validatePropertyExpression(expression: string): boolean | string };
};

/** A step that the editor can undo. */
interface HistoryStep {
  readonly t: string;
  readonly nodes?: readonly { readonly id: string }[];
  readonly events?: readonly HistoryStep[];
}

/** A node or config node of the flow, as the editor holds it. */
interface PlacedNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly valid?: boolean;
  /** The ID of an uplink's backend. */
  readonly backend?: string;
  /** The host of a broker. */
  readonly broker?: string;
  readonly port?: string | number;
  /** The line below the node. */
  readonly status?: { readonly text?: string };
  /** Whether it is disabled. */
  d?: boolean;
  changed?: boolean;
  dirty?: boolean;
}

/** A node or config node that the editor validates, or whose dialog is open. */
interface EditorNode {
  readonly id: string;
  readonly type: string;
  /** The definition that registered the node type. */
  readonly _def: {
    readonly category?: string;
    readonly defaults: Readonly<
      Record<
        string,
        {
          readonly value?: unknown;
          validate?(this: EditorNode, value: unknown, options: object): boolean | string;
        }
      >
    >;
  };
  /** Translates a key of the node's own catalog. */
  _(key: string, values?: Readonly<Record<string, unknown>>): string;
}

interface AutoCompleteOption {
  readonly value: string;
  readonly label: JQuery;
}

interface EditableListOptions<T> {
  readonly addButton?: string | boolean;
  readonly header?: JQuery;
  /** Pixels; `auto` fits the rows. */
  readonly height?: number | 'auto';
  readonly sortable?: boolean;
  readonly removable?: boolean;
  addItem(row: JQuery, index: number, item: Partial<T>): void;
  removeItem?(item: T): void;
  sortItems?(items: JQuery): void;
}

interface JQuery<TElement = HTMLElement> {
  autoComplete(options: { minLength?: number; search(value: string): readonly AutoCompleteOption[] }): this;
  editableList<T>(options: EditableListOptions<T>): this;
  editableList(method: 'addItem', item: object): void;
  editableList(method: 'height', pixels: number): void;
  editableList(method: 'items'): JQuery;
  editableList(method: 'empty'): void;
  typedInput(method: 'value'): string;
  typedInput(options: { default: string; types: readonly string[] }): this;
}
