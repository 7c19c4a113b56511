import type { Login } from './nodeRed';

/** bcrypt hash of "password". */
const HASH = '$2a$08$zZWtXTja0fB1pzD4sHCMyOCMYz2Z6dNbM6tl8sJogENOMcxWV9DN.';

/** The logins for the editor and for the http in nodes, with guardedSettings. */
export const editorLogin: Login = { username: 'admin', password: 'password' };
export const nodesLogin: Login = { username: 'nodes', password: 'password' };

/** Root of the http in nodes with guardedSettings; `/nodes` is the admin API's. */
export const NODES_ROOT = '/http-in';

/** A Node-RED with one login for its editor, another for its http in nodes, and a root path for these. */
export const guardedSettings = {
  httpNodeRoot: NODES_ROOT,
  adminAuth: {
    type: 'credentials',
    users: [{ username: editorLogin.username, password: HASH, permissions: '*' }],
  },
  httpNodeAuth: { user: nodesLogin.username, pass: HASH },
};
