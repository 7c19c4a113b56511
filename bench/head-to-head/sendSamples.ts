import { Agent, request } from 'node:http';
import type { RunningContender } from './Contender';

const CONNECTIONS = 20;

/** Hands over samples, one per request. @returns how many were accepted. */
export async function sendSamples(gateway: RunningContender, samples: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let next = 0;
  let accepted = 0;
  const sendOn = async (): Promise<void> => {
    while (next < samples) if (await isAccepted(gateway, next++, agent)) accepted++;
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendOn));
  agent.destroy();
  return accepted;
}

function isAccepted(gateway: RunningContender, sample: number, agent: Agent): Promise<boolean> {
  const { url, body, type } = gateway.request(sample);
  return new Promise((resolve) => {
    const headers = { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const { statusCode = 0 } = response;
      response.resume().on('end', () => resolve(statusCode >= 200 && statusCode < 300));
    });
    sent.on('error', () => resolve(false));
    sent.end(body);
  });
}
