import type { Node, NodeAPI, NodeDef } from 'node-red';
import { backendPlan, engineFor } from '../../src/engine';
import { isOwnAddress, schemeOf } from '../../src/uplink';
import { BackendLink } from '../runtime/BackendLink';
import { type BackendConfig, readBackendConfig } from '../runtime/backendConfig';
import { serveChecks } from '../runtime/checkEndpoint';
import { type OwnHttp, openOwnHttp } from '../runtime/ownHttp';
import { toError } from '../runtime/register';
import { serveSamples } from '../runtime/sampleEndpoint';

interface BackendNode extends Node<{ apiKey: unknown }> {
  /** Absent if the settings are invalid. */
  link?: BackendLink;
  /** Only if the backend is this same Node-RED. */
  ownHttp?: OwnHttp;
}

export = (RED: NodeAPI): void => {
  function WirebandBackend(this: BackendNode, config: NodeDef & BackendConfig): void {
    RED.nodes.createNode(this, config);
    try {
      const { options, catalog, apiKey, ...tls } = readBackendConfig(RED, config, this.credentials?.apiKey);
      if (isOwnAddress(options.url)) this.ownHttp = openOwnHttp(RED, (error) => this.error(error.message));
      const socketPath = this.ownHttp?.socketPath;
      const plan = backendPlan(options, catalog, { apiKey, ...tls, socketPath });
      this.link = new BackendLink(options, catalog, engineFor(plan).backend(plan), schemeOf(apiKey));
    } catch (error) {
      this.error(toError(error).message);
    }
    this.on('close', () => {
      this.link?.close();
      this.ownHttp?.close();
    });
  }
  RED.nodes.registerType('wireband-backend', WirebandBackend, {
    credentials: { apiKey: { type: 'password' } },
  });
  serveSamples(RED);
  serveChecks(RED);
};
