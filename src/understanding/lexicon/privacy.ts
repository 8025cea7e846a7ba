import type { LexiconEntry } from './entry.ts';

const data = 'du_lieu|thong_tin|tin_nhan|data|so_dien_thoai|ten|can_cuoc|hinh|anh|tai_khoan|ca_nhan|so_can_cuoc|info|lich_su_chat|lich_su|doan_chat|ho_so_cua|so_toi';

export const privacy: readonly LexiconEntry[] = [
  {
    intent: 'privacy.delete',
    strong: [
      `xoa|xóa|huy|boi|go|del|delete|thu_hoi|tieu_huy|xoá|remove|erase|bo|rut * ${data}`,
      'xoa het|tat_ca|sach|giup|may_cai|doan|lich_su|nhung|moi * nhan|thong_tin|du_lieu|gui|khai|chat|di|cua_toi',
      'xoa * nhan|gui|khai|noi * nay|hoi_nay|nay_gio|luc_nay|roi|truoc',
      `đừng|dung|khong|ngung|thoi|cam * luu|giu|luu_tru|luu_lai|nho * ${data}|cua_toi|nua|toi|gi`,
      'rut|thu_hoi * dong_y|su_dong_y|cho_phep',
      'khong * dong_y * luu|giu|su_dung|xu_ly',
      `lo|da|lo_tay|nham|lon * gui|goi|dua|nhan|khai * ${data}|mat_khau * xoa|boi|thu_hoi|go|huy|sao|duoc`,
      'lo|nham gui|goi * can_cuoc|so|hinh|anh',
      'delete|remove|erase|forget * data|account|info|me|information|my|messages',
      'withdraw|revoke consent',
      'xoa toi|ten|em|con khoi|ra',
      'khoi he_thong|danh_sach',
    ],
    medium: ['xoa', 'xoa|boi|del', 'du_lieu * xoa|huy', 'luu * nua', 'bao_ve du_lieu', 'rut * dong_y', 'delete'],
    weak: ['du_lieu|thong_tin', 'ca_nhan', 'can_cuoc', 'luu'],
    against: ['xoa * app|vneid|ung_dung|game|nhac|nhac_nho|loi_nhac|lich', 'nhac', 'lich|hen|kham', 'mo_lai|cai_lai', 'no|ngheo xoa', 'xoa_doi|xoa_ngheo|xoa_ngoi|xoa_no', 'chuyen|tien|qr'],
  },
  {
    intent: 'privacy.export',
    strong: [
      `xem|tai|lay|xuat|cho_xem|xin|export|download|gui|coi|biet * du_lieu|thong_tin * toi|minh|em|con|ca_nhan|da_gui|luu|dang_giu|khai|ve|cua_toi`,
      'luu|giu|giu_lai|luu_tru * nhung_gi|gi|thong_tin|o_dau|bao_lau|dau|du_lieu|cai_gi',
      'du_lieu|thong_tin|tin_nhan|so_dien_thoai|can_cuoc|so_can_cuoc * luu|giu|an_toan|bao_mat|lo|bi_lo|ai_xem|ban|lam_gi|o_dau|ai|kin',
      'luu|giu|nho|ghi|doc * tin_nhan|thong_tin|du_lieu|so_dien_thoai|can_cuoc * khong|lai|dau|sao|gi',
      'ai * doc|xem|coi|biet|thay|giu * tin_nhan|thong_tin|du_lieu|duoc|tin',
      'bao_mat|rieng_tu|privacy|an_toan_thong_tin|quyen_rieng_tu|chinh_sach|lo_thong_tin|lộ_thông_tin',
      'an_toan * khong|hong|thong_tin|du_lieu',
      'thong_tin|du_lieu ca_nhan * dau|sao|ai|luu|the_nao|tai|ve_may',
      'what|my|show|export data|information',
      'data * you|keep|safe|export|have',
      'biet * gi * ve toi|minh|em',
      'dang|da luu|giu nhung|gi|thong_tin|du_lieu',
    ],
    medium: ['du_lieu * toi|ca_nhan', 'thong_tin ca_nhan', 'luu * dau|bao_lau', 'an_toan', 'tin_nhan * ai', 'co_quan * giu|luu', 'lo thong_tin'],
    weak: ['du_lieu|thong_tin', 'ca_nhan', 'luu|giu', 'ai'],
    against: ['xoa|boi|huy|rut|del|delete', 'tra_tien|thanh_toan|quet|chuyen', 'khong_hop_le|sai_thong_tin', 'đừng|khong luu', 'benh_an|suc_khoe|kham|ho_so', 'nguoi_la|link|goi_dien', 'di_bien|ra_khoi|song'],
  },
];
