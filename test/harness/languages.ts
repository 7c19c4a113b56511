/** The languages that every node and the monitor must have, besides the English of the sources. */
export const LANGUAGES = ['de', 'es-ES', 'fr', 'it', 'ja', 'pt-BR', 'zh-CN'] as const;
