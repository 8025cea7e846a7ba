import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createOnce } from '../pictures/once.ts';
import { cardWidth, type Box } from './layout.ts';

const fontFiles = [
  { weight: 500, file: '500Medium/BeVietnamPro_500Medium.ttf' },
  { weight: 700, file: '700Bold/BeVietnamPro_700Bold.ttf' },
] as const;

/** Package and fonts come in with the first card: most processes never draw one. */
const tools = createOnce(async () => {
  const find = createRequire(import.meta.url).resolve;
  const [{ default: satori }, ...fonts] = await Promise.all([
    import('satori'),
    ...fontFiles.map(async ({ weight, file }) => ({ name: 'Be Vietnam Pro', weight, style: 'normal', data: await readFile(find(`@expo-google-fonts/be-vietnam-pro/${file}`)) }) as const),
  ]);
  return { satori, fonts };
});

/** Draws boxes as an SVG whose letters are outlines, so that nothing else needs the font. Rejects when a sign is not in it. */
export async function drawVector(root: Box): Promise<string> {
  const { satori, fonts } = await tools();
  const missing: string[] = [];
  const svg = await satori(root, {
    width: cardWidth,
    fonts,
    loadAdditionalAsset: async (_script, signs) => {
      missing.push(signs);
      return [];
    },
  });
  if (missing.length > 0) throw new Error(`Expected the font to have every sign of a card, ${missing.length} are not in it`);
  return svg;
}
