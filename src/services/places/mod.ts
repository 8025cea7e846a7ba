export { communeOf, inFormerDistrict } from './near.ts';
