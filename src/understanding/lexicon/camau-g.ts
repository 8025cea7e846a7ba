import type { LexiconEntry } from './entry.ts';

const trouble = 'duong|rac|o_ga|cau|den|den_duong|cong|ngap|sat_lo|o_nhiem|dien|nuoc|kenh|song|via_he|cay|tieng_on|mui|hu|be';

export const camauG: readonly LexiconEntry[] = [
  {
    intent: 'camau_g',
    strong: [
      'camau_g|ca_mau_g|camaug|camau_gi|ca_mau_gi|cmg',
      'app|ung_dung|ap * tinh|ca_mau|camau|cua_tinh',
      `phan_anh|bao|to_cao|gui|bao_cao|goi * ${trouble} * app|tinh|hinh|ung_dung|dau|sao|dien_thoai|xa|ai`,
      `phan_anh * ${trouble}|hien_truong|app|gui|toi_dau`,
      `chup|gui|goi * hinh|anh * ${trouble}|tinh|app|len|phan_anh|bao`,
      `${trouble} * hu|sap|be|nghet|be|tac|sat|ngap|do|xuong_cap|tat|toi|o_ga * bao|phan_anh|gui|dau|ai|app`,
      'do|vut|xa|bo|dot rac * bao|to|gui|chup|xuong|phan_anh|ai|dau',
      'rac * bao|phan_anh|thoi|khong_ai|gom',
      'phan_anh_hien_truong|hien_truong',
      'report * road|trash|garbage|bridge|light',
      'den duong * hu|tat|toi|khong|may_thang|mat',
      'sat_lo|sut_lo|sup * duong|bo|kenh|cau',
    ],
    medium: ['phan_anh', `bao * ${trouble}`, 'gui hinh|anh', 'app tinh', 'o_ga', 'rac', 'tinh * app|ung_dung', `${trouble} * hu|be|sap`, 'to_cao'],
    weak: ['ca_mau|camau', 'app|ung_dung', 'tinh', 'duong|cau', 'chup|hinh'],
    against: [
      'dat_lich|cho_lau|thai_do|bot|can_bo|nhan_vien|benh_vien',
      'san|ban|ocop|thuong_mai',
      'du_bao|thoi_tiet|do_man|mo_cong|ngan_man',
      'ket_xe|bai_hat|loi_bai|ao_moi|karaoke|ve_xe|ban_sung',
      'vneid|dinh_danh|kich_hoat|vnedu',
      'truong_hoc_ba|diem|chu_nhiem|dien_tu',
      'thu_tuc|ho_so|giay',
      'te_nga|bi_cay|cay_de|dien_giat|cuu|nguoi_bi',
      'chuyen_khoan|quet_ma|qr|lua_dao',
      'bang_diem|kham',
    ],
  },
];
