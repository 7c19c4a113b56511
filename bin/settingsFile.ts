export interface SettingsFileContent {
  readonly host: string;
  readonly port: number;
  /** File name in the user directory. */
  readonly flowFile: string;
  readonly credentialSecret: string;
}

/** The text of a Node-RED settings.js. */
export function settingsFile({ host, port, flowFile, credentialSecret }: SettingsFileContent): string {
  return `// Written by wireband-edge at each start. Once you edit this file, it is kept as it is.
module.exports = {
  // The editor has no password: give it one (adminAuth) before you let it listen on other addresses.
  uiHost: ${JSON.stringify(host)},
  uiPort: ${port},
  flowFile: ${JSON.stringify(flowFile)},
  flowFilePretty: true,
  // Encrypts the passwords that are typed in the editor; without it they cannot be read again.
  credentialSecret: ${JSON.stringify(credentialSecret)},
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false },
  logging: { console: { level: 'info', metrics: false, audit: false } },
};
`;
}
