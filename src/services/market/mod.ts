export { checkQr } from './check-qr.ts';
export { makeQr } from './make-qr.ts';
export { pictureTypeOf } from './picture-type.ts';
export { largestPhoto } from './qr-photo.ts';
