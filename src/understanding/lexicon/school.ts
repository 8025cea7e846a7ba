import type { LexiconEntry } from './entry.ts';
import { register, see } from './terms.ts';

const grade = 'lop_1|lop_mot|lop_6|lop_sau|lop_10|lop_muoi|lop_la|mau_giao|mam_non|nha_tre|tieu_hoc|cap_1|cap_2|cap_3|cap_hai|cap_ba|dau_cap|lop';

export const school: readonly LexiconEntry[] = [
  {
    intent: 'school.contact_book',
    strong: [
      'vnedu|vn_edu|smas|so_lien_lac|enetviet|k12online|edu',
      `${see} * diem|hoc_ba|ket_qua_hoc|diem_danh|bang_diem|hanh_kiem|tkb|thoi_khoa_bieu`,
      'diem * hk|hk1|hk2|hoc_ky|thi|mon|cua|con|be|chau|thang|lop|so|kiem_tra|toan',
      'bang_diem|diem_danh|diem_thi|diem_so|hoc_ba|diem_kiem_tra',
      'ket_qua * hoc|thi|hoc_ky|hoc_tap',
      'truong|co_giao|thay|lop|co_chu_nhiem|giao_vien|nha_truong * nhan|thong_bao|gui|bao|tin_nhan',
      'nhan|nhan_tin|gui|lien_he|lien_lac|xin_phep|xin_nghi|goi * co_giao|thay|chu_nhiem|giao_vien|truong|thay_co',
      'xin nghi|phep * hoc|con|be',
      'hom_nay|bua_nay * con|chau|be * di_hoc|nghi_hoc|den_lop|vang',
      'con|chau|be * vang|nghi|tron * hoc|lop',
      'hoc_phi|tien_hoc * dong|xem|bao_nhieu|nop|quet',
      'hoc_luc|thoi_khoa_bieu|bai_tap|hanh_kiem|lich_thi',
      'school grades|marks|report|contact|teacher',
      'con * bi * ban * lop|truong * co|app|thay',
    ],
    medium: ['phu_huynh', 'diem', 'co_giao|thay_giao|chu_nhiem|giao_vien|nha_truong', 'hoc_ky|hk1|hk2', 'truong * tin|thong_bao', 'hoc_phi|tien_hoc', 'con * hoc', 'xem diem'],
    weak: ['truong|lop', 'con|be|chau', 'hoc', 'thay|co'],
    against: ['tuyen_sinh|nhap_hoc|vao_lop|xin_hoc|xin_vao|dang_ky_hoc|chuyen_truong', 'dinh_danh|vneid|cam_on|can_bo', 'lai_xe', 'bac_si|kham', 'tat_nhac|nhac_dong', 'diem_ban|san'],
  },
  {
    intent: 'school.enrol',
    strong: [
      'tuyen_sinh|nhap_hoc|ghi_danh|xet_tuyen|chuyen_truong|trai_tuyen|enroll|enrol|enrolment|dau_cap',
      `vao|vo|xin|${register}|nop|dk|apply|len|thi * ${grade}`,
      `${register}|xin|cho * hoc * con|chau|be|lop|truong|mau_giao|o_day`,
      `cho|xin * con|chau|be|no|thang|nho * vao|vo|hoc * ${grade}|truong`,
      'xin|chuyen|doi * truong|lop * cho|con|khac|chau|hoc',
      'truong * con_cho|nhan * khong|tuoi|hoc_sinh|be|chua|bao_nhieu',
      'toi_tuoi|du_tuoi|may_tuoi|5_tuoi|6_tuoi|nam_tuoi|sau_tuoi * di_hoc|hoc|vao|vo|lop',
      'chua * khai_sinh * hoc|nhap_hoc',
      'mam_non|mau_giao|nha_tre * con|cho|nhan|xin|gui|dang_ky|tuoi|hoc_phi',
      'thi * lop_10|lop_muoi|vao_10|tuyen_sinh|vao_lop',
      'school * enroll|enrol|register|apply|transfer',
      'hoc tre * nam|tuoi|lop',
      'hoc_ba * chuyen|rut',
    ],
    medium: [grade, 'di_hoc * tuoi|xin|vao', 'vao|vo lop', 'xin * hoc', 'ho_so * lop|hoc|nhap', 'nguyen_vong'],
    weak: ['truong', 'hoc', 'con|be|chau', 'dang_ky|dk', 'nop'],
    against: ['diem|diem_danh|ket_qua|bang_diem|vnedu|smas|so_lien_lac', 'co_giao|chu_nhiem|nhan_tin', 'lai_xe|hoc_nghe', 'bi_ban_danh', 'quet_ma|qr', 'kham|tiem'],
  },
];
