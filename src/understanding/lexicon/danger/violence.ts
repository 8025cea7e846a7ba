import type { DangerEntry } from './entry.ts';
import { person } from './entry.ts';

const kin = 'chong|bo|cha|ba|me|ma|me_ghe|duong|ba_duong|cha_duong|bo_duong|dượng|ghe|ong_xa|ông_xã|con_trai|con_dau|con_re|anh_trai|nguoi_yeu|vo|tia|bao_mau|chu|cau|chong_cu|ong|con|gia_dinh|co_giao|nha_chong';
const hit = 'đánh|đập|đánh_đập|danh_dap|dap|bop_co|bóp_cổ|hanh_ha|bo_doi|chui_danh|chửi_đánh|tat|tát|đạp|đấm|oánh|quýnh|uýnh|tra_tan|nhot|nhốt|trói|doa_giet|dọa_giết|danh';
const weak = 'toi|em|con|chau|me|ma|má|be|vo|ba|noi|ngoai|minh|dua_nho|tre|con_nit|dua|no|em_be|chi|ong';
const weapon = 'dao|ma_tau|mã_tấu|sung|súng|bua|búa|riu|rìu|gay|hung_khi|kiếm|kiem|phang|phảng|luoi_liem|cay_sat|mác';

export const abuse: DangerEntry = {
  danger: 'abuse',
  phrases: [
    'xam_hai|hiep_dam|hiếp_dâm|cuong_hiep|ham_hiep|bao_hanh|bao_luc_gia_dinh|dam_o|dâm_ô|au_dam|lam_dung_tinh_duc|nguoc_dai|ngược_đãi|hanh_ha',
    'so_mo|sờ_mó|sam_so|sàm_sỡ|so_soang|sờ_soạng|quay_roi_tinh_duc',
    `hiếp|hiep ${weak}|dam`,
    `${kin} * ${hit} * ${weak}|hoai|qua|dap|moi_ngay|dã_man|dau|so|bam|tim|mau|nua|bầm`,
    `${kin} * ${hit} $`,
    `bi|bị * ${kin} * ${hit}`,
    `${kin} * say|nhậu|xin * ${hit}`,
    `say|nhậu|xỉn|ruou * ${hit} ${weak}|dap`,
    `${hit} * tre_em|con_nit|dua_nho|em_be|be|vo|me_gia|chau|con_gai * qua|hoai|bam|sung|mau|tim|khoc|dã_man|roi|o|bầm`,
    'nhốt|nhot|trói|xích|xich * be|con|dua|tre|em|chau|me|ba|toi|vo|ma * nha|phong|lai|khong|trong|goc',
    'bo_doi|bỏ_đói|bỏ_mặc|bo_mac * be|con|tre|me|ba|ong|noi|ngoai|em|chau|danh',
    `${person} * bo_doi|bỏ_đói`,
    'bat|ép|ep|bi_ep|lừa * mai_dam|tiep_khach|ban_dam|qua_campuchia|ban_qua',
    'mua_ban_nguoi|mua_ban_tre_em|bắt_cóc|bat_coc|kidnapped',
    'husband|father|mother|man|he|boyfriend hits|beats|beat|is_beating|abuses|hit me|child|her|us|my',
    'raped|abused|sexual_abuse|domestic_violence|molested',
  ],
  unless: [
    'phim|tin_tuc|tuyen_truyen|tai_lieu|truyen|game',
    'danh_gia|đánh_giá|danh_van|danh_so',
    'o_lop|lop|truong|chu_nhiem|co_chu_nhiem',
    'dinh_danh|vneid|danh_muc|danh_sach|nhan_dang|ho_so',
    'luat|thu_tuc ly_hon|phong_chong',
    'con_cho|ga|heo|meo|con_bo * đánh|cắn',
  ],
};

export const police: DangerEntry = {
  danger: 'police',
  phrases: [
    'an_cuop|ăn_cướp|cuop_giat|cướp_giật|giật_đồ|giat_do|giat_day_chuyen|giật_dây_chuyền|giật_túi|cuop_xe|cướp_xe|robbery|robbed',
    `bi|bị|co|dang|vua|thang|dua * cướp|cuop * do|xe|tien|vang|tiem|giat|roi|vang|day_chuyen|cho|nguoi|$`,
    'bi|bị|co cướp',
    'trom|trộm|ăn_trộm|an_trom|ke_gian|kẻ_gian * vao|vo|dang|trong|bat|lay|cay|be_khoa|leo|quay|nua|nhà|ngoai',
    'co|gap|bat|bi|thay|bị trom|trộm|an_trom|ăn_trộm|ke_gian|kẻ_gian',
    'mat_trom|mất_trộm|mat_cap|mất_cắp * xe|tien|vang|ghe|may|do|tom|roi|nha|het',
    `cam|cầm|xach|xách|vac|vác|rut|rút|quơ|co * ${weapon} * ruot|rượt|chem|chém|doa|dọa|doi|đòi|danh|nguoi|toi|vao|vo|kia|hu|hù|dam|đâm|giet|nha`,
    `ruot|rượt * chem|chém|đánh|danh|dam|đâm|giet|nguoi|dao|toi|em|con`,
    `chém|chem|đâm|dam * nguoi|toi|nhau|chet|anh|roi|em|trong|con|bi_thuong`,
    'danh_nhau|đánh_nhau|danh_lon|đánh_lộn|chem_nhau|chém_nhau|dam_nhau|đâm_nhau|uynh_nhau|quynh_nhau|uýnh_nhau|quýnh_nhau|oanh_nhau|au_da|ẩu_đả|hon_chien|hỗn_chiến|dap_lon|uynh_lon|quynh_lon|fighting|đập_lộn',
    'doa|dọa|hăm|ham_doa|de_doa|đòi|hù * giết|chém|chem|dot_nha|đốt_nhà|đốt|đâm',
    'giết|giet nguoi|toi|em|con|nhau|ca|me|chet|vo',
    'de_doa|đe_dọa|khung_bo|khủng_bố * tinh_mang|gia_dinh|toi|nha|hoai|goi|con',
    'giang_ho|giang_hồ|con_do|côn_đồ|xa_hoi_den|xã_hội_đen|du_con|doi_no|đòi_nợ * pha|phá|dap|đập|danh|doa|dọa|tat_son|tạt_sơn|bao_vay|chan|toi|keo|nha',
    'dap|đập|pha|phá|dot|đốt * nha|cua|quan|do_dac * toi|giang_ho|nguoi|no|con_do|roi|cuu',
    'tat_son|tạt_sơn|tat_mam|tạt_mắm|dot_nhap|đột_nhập|cay_cua|cạy_cửa|be_khoa_vao|pha_khoa',
    'goi|gọi|keu|kêu|call|can|xin * cong_an|113|police|canh_sat * gap|lien|mau|toi|giup|ngay|dum|den|co|di|now|cuu',
    '113 * gap|giup|toi|goi|mau',
    'police * help|now|please|come',
    'di_lac|đi_lạc|lac_mat|lạc_mất|mat_tich|mất_tích|bo_nha_di|bỏ_nhà_đi|bo_di_mat|that_lac|lạc_đường|lac_duong',
    `${person} * lac|lạc * tu|o|mat|roi|ngoai|cho`,
    'chua|khong * thay? ve * dien|goi|lien_lac|tu_chieu|tu_sang|toi_gio|tu_hom|dem|lo',
    'di_hoc|di_choi|di_lam|di|bo_di * chua|khong|mat * ve * toi|gio|dem|sang|chieu|lien_lac|ngay',
    'theo_doi|bam_theo|bám_theo|rinh|rình|di_theo * toi|em|nha|con|be * la|so|hoai|tu|ngoai|dem',
    'nguoi_la * pha_cua|vao_nha|leo|cay_cua|rinh|rình|dap_cua|đập_cửa|bat|dụ|du * con|be|nha|tre?',
    'ngao_da|ngáo_đá|len_con_nghien|choi_da|ngáo * dap|đập|pha|quậy|quay|doa|dang|cam|chem|o',
    'say|nhậu|xỉn * quậy|quay|gay_su|gây_sự|dap_pha|đập_phá|pha|phá_nhà',
    'xac_chet|xác_chết|thi_the|thi_thể|xac_nguoi|xác_người|luu_dan|lựu_đạn|qua_bom|trái_bom|trai_bom|bom_min|bom_chua_no',
    'no_sung|nổ_súng|ban_nhau|bắn_nhau|ban_nguoi|bắn_người|gunshot|stabbed|murder|burglar',
  ],
  unless: [
    'gia_danh|gia_mao|mao_danh|gia cong_an',
    'chuyen_tien|chuyen_khoan|link|otp',
    'so_dien_thoai|dia_chi|may_gio|so_may cong_an|cong_an_xa?',
    'goi cong_an_xa|cong_an * lam|so',
    'cong_an goi|keu|moi|bao',
    'lam|cap|dang_ky * can_cuoc|dinh_danh|tam_tru|vneid',
    'giay_to|cap_lai|thu_tuc|bang_lai',
    'game|phim|bai_hat|truyen|tro_choi',
    'nam_ngoai|nam_truoc|thang_truoc',
    'o_lop|truong|lop|chu_nhiem',
    'theo_doi * ho_so|diem|suc_khoe|kenh|don_hang',
    'ket_qua * chua',
    'dong_tien|ve_kip',
  ],
};
