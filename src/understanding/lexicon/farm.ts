import type { LexiconEntry } from './entry.ts';
import { register } from './terms.ts';

const goods =
  'tom|cua|ca|mam|kho|mat_ong|gao|lua|dua_hau|trai_cay|nong_san|dac_san|ocop|san_pham|hang|do|bon_bon|rau|chuoi|ba_khia|tom_kho|mat|banh|muoi|khoai|buoi|xoai|vit|heo|hang_hoa|thuy_san|cu_kieu|ruou|hai_san|nuoc_mam';
const platform =
  'san|shopee|tiktok|lazada|tiki|postmart|voso|facebook|mang|online|san_thuong_mai|thuong_mai_dien_tu|trang|trang_web|web|zalo|livestream|cho_mang|san_tinh|tiktok_shop|sendo';
const water = 'nuoc|con_nuoc|do_man|man|trieu|thuy_trieu|triều_cường|trieu_cuong|ngap|cong|ph|kiềm|phen|xam_nhap_man';

export const farm: readonly LexiconEntry[] = [
  {
    intent: 'farm.sell_online',
    strong: [
      `ban|dua|dang|rao|day|up|gioi_thieu|mua_ban * ${platform}`,
      `ban * ${goods} * ${platform}|online`,
      `dua|dang|len|up * ${goods} * san|mang|online|trang|shopee|tiktok|len`,
      'len san|mang|shopee|tiktok|postmart|voso|trang',
      'san_thuong_mai|thuong_mai_dien_tu|shopee|tiktok|postmart|voso|lazada|tiki',
      'ban_hang|ban * online|qua_mang|tren_mang|livestream|len_mang|tren_zalo|facebook',
      `mo|tao|lap|${register} * gian_hang|shop|cua_hang|tai_khoan_ban_hang * ${platform}?`,
      'ocop * san|dang|ban|len|dua|sao',
      `tim|kiem|can * moi|dau_ra|nguoi_mua|thuong_lai * ban|online|mua|${goods}`,
      'quang_ba|gioi_thieu * san_pham|hang|dac_san|ocop',
      'sell online|products|shrimp|crab',
    ],
    medium: [`ban * ${goods} * mang|online|san`, 'gian_hang|shop', 'ocop|dac_san', 'ban online', `toi co * ${goods} * ban`, 'ban_hang', 'dau_ra'],
    weak: [goods, 'san', 'ban', 'mang', 'gioi_thieu'],
    against: ['tem|truy_xuat|nguon_goc|nhat_ky|ma_vung', 'nhan_tien|qr|tra_tien|chuyen_khoan', 'nop|ho_so|khai_sinh|don', 'do_man|thoi_tiet|con_nuoc', 'game|dat|sim|nha_cai', 'gia * nhieu|bao_nhieu', 'khach', 'nguoi_gia', 'san_nhi|sieu_am|khoa_san|kham', 'so_do|ho_kinh_doanh'],
  },
  {
    intent: 'farm.traceability',
    strong: [
      'truy_xuat|nguon_goc|nguon_ngoc|goc_gac|ma_vung|vung_trong|ma_so_vung|vietgap|traceability',
      'tem * truy|dan|nong_san|qr|san_pham|hang|lam|in|xin|hop|bich|quet|khong|mo|hu|nguon|chong_gia|gao|tom|mua|bao_nhieu',
      'lam|in|xin|co|dan|quet|scan|muon|can|cap|mua|soi * tem',
      'dan nhan|tem|ma * hop|bich|bao|thung|chai|san_pham|mat_ong|kho|gao',
      'nhan|ma qr? * hop|bich|san_pham|thung|chai',
      'nhat_ky * nuoi|trong|canh_tac|tom|san_xuat|lua|vuong|ao|dien_tu|vu',
      'hang_that|hang_gia|hang_chinh * tem|quet|xem',
      'quet|scan tem|ma * xem|nguon|goc|san_pham|o_dau|xuat_xu',
      'xuat_xu|ghi_nhat_ky|tem_nhan',
    ],
    medium: ['tem', 'nhat_ky', 'nhan hang|qr|san_pham', 'san_pham * qr|quet'],
    weak: ['quet|scan', 'qr', 'tom|gao|mat_ong|kho|nong_san|san_pham'],
    against: ['tem_thu|tra_tien|thanh_toan', 'tem_bao_hiem|tem_xe', 'tiem|ngua'],
  },
  {
    intent: 'farm.weather_water',
    strong: [
      'thoi_tiet|du_bao|khi_tuong|bao_so|ap_thap|weather|forecast|rain',
      'do_man|nuoc_man|xam_nhap_man|ngan_man|han_man|salinity|tide|tides',
      'trieu_cuong|triều_cường|thuy_trieu|con_nuoc|nuoc_rong|nuoc_kem|nuoc_lon|nuoc_rong|nuoc_noi|nước_ròng|con_nuoc_rong|nuoc_dang',
      'lich con',
      'con_nuoc|nuoc * rong|kem|len|xuong|lon|ngay|mung|man|cham|ngot|may',
      'mo|dong|lich * cong * man|nuoc|ngan|xa|lay|mo',
      'gio|song|bien * cap|lon|may|ra_khoi|di|em|to|manh|duoc',
      'ra_khoi|ra_bien|di_bien|bien_dong',
      'mua|nang|bao|gio * may|ngay|mai|bua|lon|khong|chung|nay|tuan|hom|to * khong|duoc|nao|sao',
      'troi * mua|nang|bao|gio|sao|the_nao',
      `xem|tra|check|hoi|do * nuoc * khong|gi|ao|vuong|cham|man`,
      'tom|ca|cua * chet|noi_dau|lo_do|benh|bo_an * nuoc|ao|vuong|do|sao|qua|lam|thoi_tiet',
      'xo|lay|xa|bom|tha|cap * nuoc|vuong|ao',
      'nuoc * do|ph|kiềm|oxy|phen|cham',
      'lich * thoi_vu|mua_vu|xuong_giong|tha_giong|xuong_giong',
      'bao * vao|do_bo|toi|len',
      'ngap|sat_lo * khong|bao_gio|du_bao|lich|thuy_trieu',
    ],
    medium: ['do man', water, 'mua bao|to|dam', 'gio cap', 'bien', 'vuong|ao tom?', 'bua_nay|mai|ngay * mua|nang|gio', 'thoi_vu'],
    weak: ['nuoc', 'mua', 'gio', 'vuong|ao', 'tom', 'bien', 'ngay_mai|bua_nay|hom_nay'],
    against: [
      'ban|mua * san|tem|xe|ve|so|ho|game|online|tien|hang',
      'mua * do|ca|rau|bao_hiem|xe|ve',
      'chu_tich|mo_cua|quan_nuoc|nuoc_nho|nuoc_ngoai|tinh_nuoc|nuoc_oi',
      'kham|benh|bac_si|tiem|lich_hen|bac_si',
      'gio * kham|hen|lam|mo_cua|bay_gio',
      'kiem_tra|kiem ma|qr|ma_qr',
      'nhac',
      'con_trai|bay_gio',
      'met_vuong|ao_cuoi|ao_moi|ao_dai|ao_quan|quan_ao|ma_vuong|o_vuong',
      'sieu_am|cong_dich_vu|cong_an|cong_dan|cong_nghe|lam_cong',
    ],
  },
];
