import type { Login } from './nodeRed';

/** Of bcrypt: "password". */
const HASH = '$2a$08$zZWtXTja0fB1pzD4sHCMyOCMYz2Z6dNbM6tl8sJogENOMcxWV9DN.';

/** Who may use the editor, and who the http in nodes, with guardedSettings. */
export const editorLogin: Login = { username: 'admin', password: 'password' };
export const nodesLogin: Login = { username: 'nodes', password: 'password' };

/** Where the http in nodes answer with guardedSettings; `/nodes` is the admin API's. */
export const NODES_ROOT = '/http-in';

/** A Node-RED with a login at its editor, another one at its http in nodes, and a root of these. */
export const guardedSettings = {
  httpNodeRoot: NODES_ROOT,
  adminAuth: {
    type: 'credentials',
    users: [{ username: editorLogin.username, password: HASH, permissions: '*' }],
  },
  httpNodeAuth: { user: nodesLogin.username, pass: HASH },
};
