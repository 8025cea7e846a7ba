import { createOnce } from './once.ts';

/** The package that reads and writes pictures; it takes memory that most processes never need, so it comes with the first one. */
export const loadSharp = createOnce(async () => {
  const { default: sharp } = await import('sharp');
  // Nothing is kept between pictures, and one picture takes one core.
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
});
