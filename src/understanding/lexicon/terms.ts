/** Groups of words that mean the same, for use inside phrases. */

export const register = 'dang_ky|dang_ki|đăng_ký|dk|dki|dky|ghi_danh';
export const cancel = 'huy|bo|hoan|doi|dep|thoi|khoi|doi_lai|lui|cancel|rut';
export const see = 'xem|tra|tra_cuu|kiem_tra|xem_lai|tim|check|vao|mo';
/** A code to pay by; "ma" alone can be any code. */
export const qr = 'qr|ma_qr|ma_vuong|o_vuong|ma_quet|ma_vach|ma_nhan_tien|ma_chuyen_khoan|vietqr';
