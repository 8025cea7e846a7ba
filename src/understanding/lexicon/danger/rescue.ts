import type { DangerEntry } from './entry.ts';
import { person } from './entry.ts';

const boat = 'ghe|tau|tàu|xuong|xuồng|vo_lai|vỏ_lãi|ca_no|thuyen|pha|phà|do|đò|vo|be|bè|cano';
const water = 'song|sông|ao|kenh|kênh|muong|gieng|giếng|nuoc|vuong|ho|hồ|bien|biển|cong|cống|rach|ham|hố|lung';
const buried = 'cay|cây|tuong|tường|nha|mai|cau|gian_giao|cot_dien|dat|đất|may|thung|kien_hang|cot';

export const rescue: DangerEntry = {
  danger: 'rescue',
  phrases: [
    'duoi_nuoc|đuối_nước|chet_duoi|chết_đuối|ngat_nuoc|ngộp_nước|hụt_chân|drowning|drowned',
    `${person} * té|te|rơi|rớt|rot|lọt|lot|ngã|nga|trượt|sup|nhay * xuong|vao|vo ${water}`,
    `té|te|rơi|rớt|rot|lọt|lot|nhay|ngã|hụt * xuong|trong ${water}`,
    `té|te|rơi|lọt|lot song|sông|ao|kenh|giếng|gieng|muong|biển|cống|hố`,
    `${boat} * bị|bi|dang|sap|gan? chìm|chim|lật|lat|đắm|dam|mac_can|úp|gap_nan|ro_nuoc|vao_nuoc|vo_nuoc`,
    `chìm|chim|lật|lat|đắm|úp ${boat}`,
    `${boat} * bi|bị * chìm|lật|đắm|úp`,
    `${boat} * troi|trôi|chet_may|chết_máy|hư_máy|hu_may|hong_may|tắt_máy * ngoai|giua|song|bien|biển|xa|cuu|roi|tren`,
    `${boat} * mat_lien_lac|mất_liên_lạc|mat_tich`,
    `troi|trôi * ngoai|giua|tren|ra bien|biển|song|sông|khoi`,
    'di_bien|ra_khoi|ra_bien|đi_biển * chua|khong * ve|lien_lac|thay|vo_bo',
    `nha|nhà * sat_lo|sạt_lở|sụp|sut|bi_cuon|lún|xuong_song|đổ_sập`,
    'sat_lo|sạt_lở * nha|nguoi|cuon|xuong_song|cuu|dang|sap',
    `sập|sụp|đổ|do ${buried} * nguoi|đè|ket|tren|trong|vui|duoi|con|ba|ong`,
    `${buried} * sập|sụp|đổ|ngã|nga|gãy|lở * de|đè|trung|trúng|nguoi|vui|ket`,
    `${person} * bi|bị * ${buried}|do|xe * đè|de|vùi|vui|lấp|kẹt`,
    'đè|de * trung|trúng|len nguoi|be|con|toi|ba|ong|me|chan|tay',
    'loc|lốc|bao|bão|giong|giông|voi_rong|vòi_rồng|loc_xoay|lốc_xoáy|gio_lon * toc|tốc|bay|sập|do_nha|cuon|nguoi|nga_cay',
    'toc|tốc|bay mai|mái|noc|nóc|ton * nguoi|cuu|cay|de|bi|roi|het|nha|mua|gio',
    'mac_ket|mắc_kẹt|bi_ket|bị_kẹt|ket_lai|kẹt_lại * trong|tren|duoi|nuoc|lu|thang_may|giua|o|nha|rung|ngoai|nguoi|ham',
    'nuoc * cuon|cuốn|tran|len|dang|ngap|dâng * noc|nóc|nguc|co|bung|nguoi_ta|ket|cuu|khong_ra|troi|mai_nha|nhanh_qua|ca_nha',
    'bi * nuoc|lu * cuon|cuốn|troi|trôi',
    'vo_de|vỡ_đê|be_de|bể_đê|vỡ_đập|vo_dap',
    'lac|lạc trong? rung|rừng|bien',
    'mac_ket|mắc_kẹt $',
    'sinking|capsized|trapped|swept_away',
    'goi|can|xin|keu * cuu_ho|cuu_nan|cứu_hộ|cứu_nạn|112',
    'cuu_ho|cứu_hộ|cuu_nan * gap|giup|toi|lien|mau|roi',
  ],
  unless: [
    'bao so|may',
    'sap vao|vo|toi|do_bo',
    'du_bao|lich|con_nuoc|khi_nao|bao_gio|phan_anh|app|camau|ca_mau_g|hinh|bao_cao|ung_dung|chup',
    'ho_tro|boi_thuong|thu_tuc|cap_lai|giay|sua_chua|sua|xay_lai',
    'hom_qua|tuan_truoc|thang_truoc|nam_ngoai|nam_truoc',
    'mua|thue * ghe|tau|xuong',
    'tom|ca|cua * chết',
    'link|app|mat_khau|otp|tai_khoan|dang_nhap|file',
    'quet|qr|ma_qr|vneid',
  ],
};
