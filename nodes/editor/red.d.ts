/** What the dialogs use of Node-RED's editor; the same in 4.1 and 5.0. */
declare const RED: {
  _(key: string, values?: Readonly<Record<string, unknown>>): string;
  readonly i18n: { lang(): string };
  readonly user: { hasPermission(permission: string): boolean };
  readonly comms: { subscribe(topic: string, callback: (topic: string, data: unknown) => void): void };
  readonly events: { on(name: 'nodes:remove', listener: (node: { id: string; type: string }) => void): void };
  readonly history: { peek(): HistoryStep | undefined; pop(): void };
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
  readonly actions: { add(name: string, action: () => void): void };
  readonly view: { reveal(id: string): void };
  readonly editor: { edit(node: object): void };
  readonly clipboard: { copyText(text: string): boolean };
  readonly nodes: {
    node(id: string): { readonly valid?: boolean } | null | undefined;
    eachNode(
      visit: (node: { readonly id: string; readonly type: string; readonly name?: string }) => void,
    ): void;
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

/** A node, or config node, that the editor validates or whose dialog is open. */
interface EditorNode {
  readonly id: string;
  readonly type: string;
  /** What the node type was registered with. */
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
  /** Translates a key of the node's own catalogue. */
  _(key: string, values?: Readonly<Record<string, unknown>>): string;
}

interface AutoCompleteOption {
  readonly value: string;
  readonly label: JQuery;
}

interface EditableListOptions<T> {
  readonly addButton?: string | boolean;
  readonly header?: JQuery;
  /** Pixels; `auto` is as high as the rows. */
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
