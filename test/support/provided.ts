declare module 'vitest' {
  /** What `global-setup.ts` found; read with `inject('postgresUrl')` and so on. Empty text: there is none. */
  export interface ProvidedContext {
    postgresUrl: string;
    redisUrl: string;
    browserPath: string;
    /** What the tests ran on and what was missing, for the closing lines. */
    ranOn: string[];
  }
}

export {};
