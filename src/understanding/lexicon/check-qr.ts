import type { LexiconEntry } from './entry.ts';
import { qr } from './terms.ts';

/** Points at a thing that lies before the speaker. */
const thisOne = 'nay|do|kia';
const code = 'qr|ma|ma_qr|ma_vuong';

export const checkQr: readonly LexiconEntry[] = [
  {
    intent: 'market.check_qr',
    strong: [
      `kiem_tra|kiem|check|verify|xac_minh * ${qr}|qr_code`,
      '^ kiem_tra|kiem|check|coi|xem gium? ma gium? $',
      `coi|xem|doc|soi gium|giup|ho|thu * ${qr}`,
      `kiem_tra|kiem|check|coi|xem|doc|soi * ma|${qr} ${thisOne}`,
      `gui|chup * ${qr} * coi|xem|gui|day`,
      `${qr} * that|thiet|dung|chinh_chu * khong|gia|chua`,
      `${qr} * gia|dom|lua|gat * khong|that|thiet|chua`,
      `biet|phan_biet|nhan_biet * ${qr} * that|thiet|gia|dom`,
      `${qr} ${thisOne} * an_toan|dang_tin|tin_duoc|tin_cay|tin|quet * khong`,
      `${qr} ${thisOne} * tra|quet * duoc khong`,
      `${qr} ${thisOne} * dung|phai * cua`,
      `ma ${thisOne} * an_toan|dang_tin|tin_duoc|tin_cay|that|thiet|gia * khong|gia|that|thiet|$`,
      'phai ma|qr|ma_qr gia|dom khong',
      `${qr} * dang_tin|tin_duoc|tin_cay khong`,
      `${qr} ${thisOne}? la? cua ai|nguoi_nao`,
      `${qr}|ma ${thisOne}? tra|chuyen|chuyen_tien|tra_tien cho|vo|vao|toi|den * ai|dau|nao`,
      `quet ${code} ${thisOne}|la? co? bi|so lua|gat|mat_tien|hack|lua_dao khong`,
      `quet ${code} co bi * lua|gat|mat_tien|hack|lua_dao khong`,
      `quet ${code} ${thisOne}|la co? an_toan|sao|nguy_hiem khong`,
      `nghi|so|ngo * ${qr} * gia|dom|lua|gat`,
      'is|if|whether * qr|qr_code|code * safe|real|fake|genuine|legit|scam|trustworthy',
      'check|verify|inspect|look_at|read * qr|qr_code',
      'is * scam|fake qr|qr_code',
      'safe|dangerous to? scan|scanning * this|the|that',
      'who|where does? * qr|qr_code * pay|go|belong',
      'whose qr|qr_code',
    ],
    medium: [
      `coi|xem|doc|soi * ${qr}`,
      `ma ${thisOne} * an_toan|co_sao|dang_tin|that|thiet|gia|quet|tra`,
      `gui|chup * hinh|anh? * ${qr}`,
    ],
    weak: [qr, `ma ${thisOne}`],
    against: [
      'tem|nhan_hang|truy_xuat|nguon_goc|san_pham|goc_gac|hop|bao_bi',
      'can_cuoc|nfc|cccd|dinh_danh|vneid|otp|xac_nhan|xac_thuc',
      'ho_so|bien_nhan|ma_so|buu_dien|van_don|don_hang',
      'lam|tao|xin|in|dang_ky|dk|lay|dan|treo|gan ma|qr|ma_qr|ma_vuong',
      `${qr} * dan|de|chong|trao|rach|mo`,
      'bi|trung|roi * tru|mat|lua|gat tien?|roi|het',
      'dau $',
    ],
  },
];
