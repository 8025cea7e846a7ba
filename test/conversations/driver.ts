/** A message as it arrived at the person. */
export interface Heard {
  readonly text: string;
  /** Labels of its buttons, in the order shown. */
  readonly buttons: readonly string[];
  readonly hasPicture: boolean;
}

/** One person's chat on one channel. */
export interface Chat {
  /** Sends texts without waiting for answers between them; resolves when all of them are safely stored. */
  write(texts: readonly string[]): Promise<void>;
  /** One message, delivered two times. */
  writeTwice(text: string): Promise<void>;
  /** Presses the newest button with this label. */
  tap(label: string): Promise<void>;
  send(media: string, caption: string | undefined): Promise<void>;
  /** Sends a photo; without bytes one that nobody can fetch any more. */
  sendPhoto(photo: Buffer | undefined, caption: string | undefined): Promise<void>;
  /** All messages that arrived so far, once everything that is on its way has landed. */
  heard(): Promise<readonly Heard[]>;
  close(): void;
}

/** A way to reach the assistant. */
export interface Driver {
  readonly channel: string;
  /** People can send pictures, voice and so on. */
  readonly takesMedia: boolean;
  /** Somebody new opens a chat. */
  open(): Promise<Chat>;
}

/** What a driver needs to know about the place it plays at. */
export interface DriverSettings {
  /** Where the server listens, without a slash at the end. */
  readonly root: string;
  readonly clock: () => Date;
  /** Resolves when no message waits to be handled or sent. */
  readonly settled: () => Promise<void>;
}
