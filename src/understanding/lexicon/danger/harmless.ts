/**
 * Words that only look dangerous. They are taken out of a message before danger is looked for, so that what else the
 * message says still counts.
 */
export const harmless: readonly string[] = [
  'y_te|kinh_te|quoc_te|thuc_te|dich_vu_cong|phong_lac',
  // places of Cà Mau
  'nam_can|song_doc|cai_nuoc|dam_doi|rach_goc|cong_an_xa|cho_noi|cho_dem|bo_de|rach_cheo|cai_doi_vam|ganh_hao|ho_phong|ho_thi_ky|nguyen_phich|tan_duc|tam_giang|ta_an_khuong|vinh_my',
  // cháy that is no fire
  'cháy hang|tui|túi|pho|!vé|bong|sim|giao_an|don_hang',
  'het cháy',
  'chạy theo|ve|di|xe|ra|qua|lai|nhanh|cham|tot|duoc|khong|thu|quang_cao|vong|truong|chot|an|vao|vo',
  'may|pin|dien_thoai|tivi|ti_vi|laptop|bong_den|den|quat|tu_lanh|may_bom|mo_to|bo_mach * bi? cháy',
  'cháy may|may_bom|pin|mo_to|bo_mach|bong_den',
  'phong_cháy|pccc|binh_chữa_cháy',
  // đánh that is no blow
  'danh van|gia|dau|ghen|may|giay|chu|so|de|rang|phan|thuc|thue|bat|ca|dan|vay|bac|bai|mat|roi|cuoc|bay|luoi|ky|tiet|bong|!vần|mat_khau|ten',
  'set danh vo',
  // chết that is no death
  'chết may|tien|dien|ngay|cha|lang|quen|cuoi|me|non|dung|mat_roi|duoc',
  'chết roi|cha|me|that * quen|mat|sao|nham|lam_sao',
  'quen|nham * chết',
  'may|xe|dien_thoai|pin|wifi|app|mang|dong_ho * chết',
  'tom|ca|cua|ga|vit|heo|lua|cay|trau|meo|bo|dan|dan_vit|bay|cho_con|tep|ruong|vuong|ao * chết|ngop|ngat|xiu|benh',
  'ga|vit|heo|meo|trau|dan|dan_vit|con_cho * bi? ran|rắn|trom|cho|cắn|tha|ngop|dien|can',
  'met|cuoi|buon_cuoi|lanh|nong|ngai|me|lo|ban|thuong|ngon|cho|cho_lau|doi_lau|doi|lau|gian|tuc|them muon chết',
  'giay|ho_so|giay_bao|che_do chết|chung_tu|tu_tuat',
  // cứu, cấp cứu as a word of offices and lessons
  'cuu_tro|nghien_cuu|tra_cuu|cuu_van|cuu_tinh|cuu_chien_binh|cuu_hoc_sinh|giai_cuu|cuu_du_lieu|cuu_xet',
  'khoa|phong cap_cuu',
  'so|so_dien_thoai * cap_cuu * gi|bao_nhieu|may|nao',
  'hoc|lop|khoa_hoc|tap_huan|day * so_cuu|cap_cuu|so_cap_cuu',
  'xe? cap_cuu * bao_nhieu|gia|tinh_tien|mat_tien|phi|ton_tien',
  'lac vo|vao|qua * trang|day|app|nhom|kenh',
  'giật gia|minh|no|tit',
  'cứu du_lieu|hinh|file|tai_khoan',
  // told by a caller who wants money
  'goi|noi|bao|nhan * tai_nan|cap_cuu|bi_bat|benh_vien|mo * doi|bao|bieu|hoi|xin|goi * chuyen|chuyen_tien|dong|tien|chuyen_khoan',
  // papers about accidents
  'bao_hiem|tro_cap|che_do|boi_thuong|giam_dinh|ho_so|thu_tuc|giay|huong * tai_nan|thuong_tat|thai_san',
  'tai_nan_lao_dong|tai_nan lao_dong',
  'sap|sắp sinh|de * giay|khai_sinh|bao_hiem|thu_tuc|tien|che_do|bao_lau',
  // prevention, old stories, planned visits
  'phong|ngua|phong_ngua|tam_soat|dau_hieu|di_chung|thuoc|thuc_pham_chuc_nang * dot_quy|tai_bien|co_giat',
  'sau|bi|hoi * tai_bien|dot_quy|gay * tai_kham|tap|dat_lich|hoi_truoc|nam_ngoai|nam_truoc|xua',
  'tai_kham * tai_bien|dot_quy|gay|nhoi_mau',
  'vet|seo * phong|bong|phỏng|bỏng|cắn|can',
  'tiem|tiem_ngua|tiem_phong|vac_xin * cho_dai|dai|uon_van',
  'kham|dat_kham|dat_lich|dat|hen|lay_so * dau_nguc|kho_tho|dau_tim|dau_bung|te|gay_tay|gay_chan|đau_ngực',
  'dau_nguc|kho_tho|te_tay * kham|lich_kham|lau_ngay|lau_nay|may_thang|khoa_nao',
  // games, films, lost things, slips of the finger
  'game|phim|tro_choi|truyen * đánh|danh|ban_sung|giet|ma|danh_nhau|chem',
  'te_ra',
  'gay|gãy sim|but|ban_phim|man_hinh|kinh|cay|rang|the|dua',
  'rot|rơi|rớt|lam_rot|lam_roi * dien_thoai|vi|the|giay|can_cuoc|mon|thi|lop|dai_hoc|hang|tien|sim',
  'trom|mat_trom|mat_cap|bi_cuop|cuop * tai_khoan|zalo|facebook|nick|giay_to|sim',
  'giay_to|tai_khoan|zalo|facebook|nick * trom|cuop|mat_trom',
  'giật|giat hui|no|gan|tit|minh|tem|do_bang_may',
  'may giat|giặt',
  'sup|sap mang|mạng|web|app|he_thong|may_chu|nguon',
  'mac|mắc cong_chuyen|viec|no|tien',
];
