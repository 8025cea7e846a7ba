export { makeQr } from './make-qr.ts';
