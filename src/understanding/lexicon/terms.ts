/** Groups of words that mean the same, for use inside phrases. */

export const me = 'toi|minh|em|con|chau|ba|ong|bac|chu|co|di|anh|chi|ngoai|noi';
export const family =
  'me|ma|ba|cha|tia|chong|vo|con|chau|ong|noi|ngoai|be|anh|chi|em|bac|chu|co|di|cau|mo|ban|nguoi_nha|hang_xom';
export const register = 'dang_ky|dang_ki|đăng_ký|dk|dki|dky|ghi_danh';
export const change = 'doi|sua|thay|chinh';
export const cancel = 'huy|bo|hoan|doi|dep|thoi|khoi|doi_lai|lui|cancel|rut';
export const see = 'xem|tra|tra_cuu|kiem_tra|xem_lai|tim|check|vao|mo';
export const how = 'sao|cach|the_nao|lam_sao|o_dau|dau|huong_dan|chi';
export const stopWord = 'dung|đừng|ngung|ngưng|thoi|tat|bo|huy|khoi|dep|nghi|xoa|khong|cham_dut|het';
