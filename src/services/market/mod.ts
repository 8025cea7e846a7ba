export { makeQr, type MadeQr } from './make-qr.ts';
