import type { ZaloApi } from './api.ts';

/** The card by which a person gives their own number with one tap. */
export interface ShareCard {
  /** Characters: 100. */
  readonly title: string;
  /** Characters: 500. */
  readonly subtitle: string;
  /** Zalo shows a picture on the card and fetches it from here. */
  readonly imageUrl: string;
}

/** In Vietnamese for everybody: Zalo itself, which shows the form behind the card, is in Vietnamese too. */
export const shareCardWords = {
  title: 'Gửi số điện thoại',
  subtitle: 'Bấm vào đây là gửi được số đang dùng. Không thì gõ số cũng được.',
} as const;

/** Offers the card after its question. Never fails: the number can be typed as well, and the question has arrived. */
export async function sendShareCard(
  { api, log }: { readonly api: ZaloApi; readonly log: (event: string) => void },
  userId: string,
  { title, subtitle, imageUrl }: ShareCard,
  signal: AbortSignal,
): Promise<void> {
  const elements = [{ title, subtitle, image_url: imageUrl }];
  const message = { attachment: { type: 'template', payload: { template_type: 'request_user_info', elements } } };
  try {
    await api.post('/v3.0/oa/message/cs', { recipient: { user_id: userId }, message }, signal);
  } catch {
    log('share_card_not_sent');
  }
}
