import type { DangerEntry } from './entry.ts';
import { person } from './entry.ts';

const bites = 'cắn|tiem|chích|đốt|mổ';
const beast = 'rắn|chó|ong|ong_vo_ve|rit|bo_cap|bò_cạp|nhện|chuot|khi|ca_sau|cho_dai|ran_luc|ho_mang|sam|sứa';
const bodyPart = 'tay|chan|mat|dau|co|nguoi|mui|lung|dui|ngon|mieng';
const severe = 'qua|nang|nhieu|du|du_doi|lam|gap|khong|hoai|mai|khiep';

export const medical: DangerEntry = {
  danger: 'medical',
  phrases: [
    // not awake, not breathing
    'bat_tinh|xiu_ngang|ngat_xiu|hon_me|lim_di|xiu_roi|ngat_roi|mat_y_thuc|!ngất|!xỉu|!lịm|ngất_lịm',
    `${person} * ngất|xỉu|lịm * roi|lam_sao|giup|day|qua|gap|xe|sao|khong|ngoai|trong|di|o|tren|giua|cuu`,
    `${person} ngất|xỉu $`,
    'te xỉu',
    'goi|lay|keu * khong tinh|day|tra_loi|biet|phan_ung',
    'khong * thay? nhuc_nhich|cu_dong|phan_ung|con_tho',
    'kho_tho|khó_thở|ngop_tho|ngộp_thở|nghet_tho|tim_tai|tím_tái|tim_ngat|hut_hoi',
    'mat tím|tim|tím_tái',
    'tím mat|tai',
    'khong|het|chua thở|tho * duoc|noi|ra|roi|nua',
    'thở|tho khong|het|khong_con * duoc|noi|ra|noi_nua',
    'thở|tho * thoi_thop|hon_hen|kho|khò_khè|gap|met',
    'ngung|ngừng|ngưng|tat|ngat thở|tim|mach',
    // brain and heart
    'co_giat|sui_bot|sùi_bọt|dong_kinh|giat_kinh_phong|len_con_giat',
    'sui * bot_mep|bot',
    'dot_quy|đột_quỵ|đột_quị|tai_bien|nhoi_mau|meo_mieng|méo_miệng|liet_nua|noi_ngong|noi_diu',
    'te|liet|yeu * nua nguoi|ben|mat',
    'mieng meo|mieng_bi_meo',
    `nguc|ngực * dau|đau|tuc|tức|thắt|nhói * ${severe}|tay|lan|mo_hoi|vai|kho`,
    `dau|đau|tuc|tức|thắt|nhói * nguc|ngực|tim * ${severe}|tay|lan|mo_hoi|vai|tho`,
    // throat, poison
    'hóc|hoc|mac * xuong|di_vat|xuong_ca|dong_xu|hat|vien_bi|keo|thach',
    'mac_nghen|mắc_nghẹn|nghen_co|nghen_hong|sac_sua|sặc_sữa|!hóc|!nghẹn|!sặc',
    `${person} * nghẹn|sặc * tho|tím|com|sua|chao|nuoc`,
    'uong|nuot|an|hit * nham|lộn|phai|trung * thuoc|dau|hoa_chat|axit|nuoc_tay|xang|nam|pin|thuoc_sau|coc|doc|thuoc_chuot|bao|xa_bong',
    'nuot * dong_xu|pin|vien_bi|kim|dinh|xu|nam_cham|do_choi|rang_gia',
    'uong|nuot|hit|trung thuoc_sau|thuoc_chuot|thuoc_co|thuoc_diet_co|thuoc_tru_sau|thuoc_ray|thuoc_ngu_qua|nguyen_hop',
    'uong|nuot|hit thuoc * tru|co|sau|chuot|ray|doc|cỏ|sâu',
    'ngo_doc|ngộ_độc|trúng_độc|trung_doc|soc_phan_ve|sốc_phản_vệ|soc_thuoc|qua_lieu|trung_gio_nang|trung_thuc',
    // blood and wounds
    `chay|ra|mat|phun|chảy máu|mau * ${severe}|cầm|xoi|dam|roi|dam_de|ngung`,
    `máu|mau * chay|ra|chảy|phun * ${severe}|xoi|dam|cầm|ngung`,
    'chảy_máu|chay_mau * nhau|nguoi|te|dap|tai_nan',
    'ói|oi|ho|non|nôn|tieu|di_ngoai|di_cau * ra máu|mau',
    'ho_ra_mau|oi_ra_mau|non_ra_mau|bang_huyet|băng_huyết|xuat_huyet_nang',
    `may|chan_vit|cua|dao|luoi|ray * cắt|cat|chặt|cuon|nghiền|chém|cán * dut|đứt|lia|${bodyPart}`,
    `đứt|dut * lìa|lia|${bodyPart}|mach|gan`,
    `bị|bi * đâm|chém|chem|dam|ban * ${bodyPart}|bung|nguc|mau|nang|thuong|trong`,
    'bi_thuong * nang|nhieu|chay|nguoi|gap|roi|qua',
    'nguoi * bi_thuong|thuong_nang',
    'chan_thuong|vỡ_đầu|bể_đầu|lòi_xương|lòi_ruột|!vỡ_!sọ',
    `gay|gãy * chan|tay|xuong|co|dui|suon|lung|hang|song_lung * roi|khong|goi|xe|giup|dau|te|keu|lam_sao|sao|${severe}`,
    `té|te|ngã|nga|trượt|tuot * gãy|gay|mau|bat_tinh|dap_dau|xiu|nam_im|ngat|be_dau|lau|mai|cay|gian_giao|chan_thuong|nang|khong_day|khong_noi|co_giat`,
    `té|te|ngã|nga * khong|het * day|noi|cu_dong|biet|duoc`,
    // electricity, fire, water, beasts
    'điện giật|giựt|giat|hut|giut',
    'dien giat|giut|giật|giựt',
    'bi * dien * giat|giut|hut|giật',
    'set|sét|sấm đánh|danh',
    `bị|bi phỏng|bỏng * nuoc_soi|dau|lua|nang|toan|het|${bodyPart}|axit|gas|dien|hoi`,
    `phỏng|bỏng|phong|bong * nuoc_soi|dau_soi|axit|toan_than|nang|do|lua`,
    'tat|tạt axit|acid|nuoc_soi',
    `${beast} * ${bites} * ${person}|${bodyPart}|roi|sung|gap|nang|vao`,
    `bi|bị * ${beast} * ${bites}`,
    `${person}|roi * ${beast} ${bites}`,
    'cho_dai|chó_dại|rắn|rắn_độc cắn',
    // roads and waters
    'tai_nan * xe|nguoi|nang|chet|mau|bi_thuong|giao_thong|roi|ngoai|giup|goi|duong|cau|lo|gap|nga|cho|ghe',
    'co|bi|gap|moi|vua|xay_ra tai_nan',
    `xe|xe_tai|xe_may|o_to * tong|tông|đụng|cán|ủi|lật * nguoi|nhau|${person}|roi|nang|mau`,
    'bi * xe * tong|tông|đụng|cán|ủi|dung_trung',
    'dung_xe|đụng_xe|tong_xe|tông_xe|lat_xe|lật_xe|té_xe|te_xe|nga_xe * nang|nguoi|mau|gay|roi|ngoai|o|giup|bat|khong|hai|hon',
    // birth and children
    'vỡ|be|bể|ra|ri nuoc_oi|ối|oi',
    'đau_đẻ|dau_de|chuyen_da|chuyển_dạ|tro_da|trở_dạ|de_rot|đẻ_rớt|sinh_non|sanh_non|bang_huyet',
    'sắp|sap de|đẻ|sinh|sanh * ghe|xe|roi|dau|gap|cuu|giup|khong_kip|o_nha',
    'bau|mang_thai|thai * ra_mau|ra_huyet|co_giat|xiu|ngat|dau_du_doi|te|khong_dap|khong_may',
    'sot|sốt|nong * co_giat|giật|giat|me_man|me_sang|li_bi|lì_bì|lừ_đừ|tim|40|41|khong_ha|bo_bu|bỏ_bú|cung_nguoi',
    'be|em_be|con|chau * tím_tái|ngung_tho|lì_bì|li_bi|bo_bu',
    // pain and state
    'dau|đau * du_doi|quan_quai|quằn_quại|lan_lon|lăn_lộn|chiu_khong_noi|chiu_het_noi|vat_va',
    'hap_hoi|hấp_hối|nguy_kich|nguy_kịch|thoi_thop|thoi_thóp|nguy_cap|sap_chet|gan_chet|sắp_chết|muon_chet_roi|di_khong_noi_nua',
    'suyen|suyễn|hen_suyen * len_con|con|nang|tho|cap',
    'len_con suyen|hen|tim|dau_tim|cao_huyet_ap',
    'tut|ha|tuột huyet_ap|duong_huyet|duong * xiu|ngat|run|roi|nang|me',
    'huyet_ap * 200|210|220|190|tut',
    'di_ung|dị_ứng * kho_tho|sung_mat|sung_moi|phu|nang',
    // a call for the ambulance
    'goi|gọi|keu|can|xin|cho|dieu|cu|kêu * xe * cap_cuu|cuu_thuong',
    'goi|gọi|keu|kêu|can|xin|cho|dieu * cap_cuu|115|cuu_thuong|xe_cap_cuu',
    'cứu * khong_tho|bat_tinh|ngat|dot_quy|mau',
    'cap_cuu * gap|nhanh|giup|voi|lien|nguoi|roi|mau|ngay|me|ba|ong|con|benh|thuong|toi',
    'ambulance|unconscious|heart_attack|stroke|seizure|choking|poisoned|cannot_breathe|can_t_breathe|cant_breathe|not_breathing|bleeding|chest_pain|snake_bite|fainted',
  ],
  unless: [
    'gia_danh|gia_mao|nghi_lua|chuyen_tien|chuyen_khoan|lua_dao',
    'phim|game|bai_hat|truyen',
    'nam_ngoai|hoi_truoc|nam_truoc|thang_truoc|tuan_truoc|hom_truoc|hoi_nho|hoi_xua|hoi_thang|hoi_do|luc_truoc',
    'da|da_het|het|khoi benh|khoi|khoe',
    'thu_tuc|giay_ra_vien|cap_lai|khai_sinh|bao_hiem_chi_tra|bao_hiem',
    'xem|tra|in|lay ket_qua|ho_so|benh_an|so_suc_khoe',
  ],
};
