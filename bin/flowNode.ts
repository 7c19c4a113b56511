/** A node of a flow file, or a tab. */
export type FlowNode = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

/** Credentials by node ID. */
export type FlowCredentials = Readonly<Record<string, Readonly<Record<string, string>>>>;
