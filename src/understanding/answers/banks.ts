/** A bank of Vietnam as people and VietQR codes name it. */
export interface Bank {
  /** The six digits that stand for it in a VietQR code. */
  readonly id: string;
  readonly shortName: string;
  readonly name: string;
  /** Other ways to type it, folded. Several words match with and without spaces. */
  readonly aliases: readonly string[];
}

/** Banks and wallets that take VietQR transfers, after the list of the VietQR service (as in vietnam-qr-pay 1.5.1). */
export const banks: readonly Bank[] = (
  [
    ['970425', 'AB Bank', 'Ngân hàng TMCP An Bình', ['an binh', 'abb']],
    ['970416', 'ACB', 'Ngân hàng TMCP Á Châu', ['a chau']],
    ['970405', 'Agribank', 'Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam', ['agri', 'argi', 'argibank', 'nong nghiep', 'agb', 'vbard', 'ngan hang nong nghiep']],
    ['970409', 'BacA Bank', 'Ngân hàng TMCP Bắc Á', ['bac a']],
    ['970438', 'BaoViet Bank', 'Ngân hàng TMCP Bảo Việt', ['bao viet']],
    ['970454', 'BVBank', 'Ngân hàng TMCP Bản Việt', ['ban viet', 'vietcapital']],
    ['970418', 'BIDV', 'Ngân hàng TMCP Đầu tư và Phát triển Việt Nam', ['dau tu va phat trien', 'dau tu phat trien', 'bid']],
    ['546034', 'CAKE by VPBank', 'Ngân hàng số CAKE by VPBank - Ngân hàng TMCP Việt Nam Thịnh Vượng', ['cake']],
    ['970444', 'CB Bank', 'Ngân hàng Thương mại TNHH MTV Xây dựng Việt Nam', ['cb']],
    ['422589', 'CIMB Bank', 'Ngân hàng TNHH MTV CIMB Việt Nam', ['cimb']],
    ['970446', 'Co-op Bank', 'Ngân hàng Hợp tác xã Việt Nam', ['hop tac xa', 'coop']],
    ['970431', 'Eximbank', 'Ngân hàng TMCP Xuất Nhập khẩu Việt Nam', ['exim', 'eib', 'xuat nhap khau']],
    ['970408', 'GPBank', 'Ngân hàng Thương mại TNHH MTV Dầu Khí Toàn Cầu', ['dau khi']],
    ['970437', 'HDBank', 'Ngân hàng TMCP Phát triển TP. Hồ Chí Minh', ['hd', 'hdb']],
    ['970442', 'HongLeong Bank', 'Ngân hàng TNHH MTV Hong Leong Việt Nam', ['hong leong']],
    ['458761', 'HSBC Vietnam', 'Ngân hàng TNHH MTV HSBC (Việt Nam)', ['hsbc']],
    ['970434', 'Indovina Bank', 'Ngân hàng TNHH Indovina', ['indovina']],
    ['668888', 'Kasikornbank', 'Ngân hàng Đại chúng TNHH KASIKORNBANK - CN TP. Hồ Chí Minh', ['kbank']],
    ['970452', 'KienlongBank', 'Ngân hàng TMCP Kiên Long', ['kien long', 'klb']],
    ['970449', 'LPBank', 'Ngân hàng TMCP Lộc Phát Việt Nam', ['lien viet', 'lienviet', 'lienvietpostbank', 'buu dien', 'lpb', 'loc phat', 'lien viet post', 'ngan hang buu dien']],
    ['963369', 'Liobank', 'Ngân hàng số Liobank - Ngân hàng TMCP Phương Đông', ['lio']],
    ['970422', 'MB Bank', 'Ngân hàng TMCP Quân đội', ['mb', 'mbb', 'quan doi']],
    ['970414', 'MBV', 'Ngân hàng TNHH MTV Việt Nam Hiện Đại', ['ocean', 'oceanbank', 'dai duong', 'viet nam hien dai']],
    ['970426', 'MSB', 'Ngân hàng TMCP Hàng Hải', ['hang hai', 'maritime', 'maritimebank']],
    ['970428', 'Nam A Bank', 'Ngân hàng TMCP Nam Á', ['nam a', 'nama']],
    ['970419', 'NCB Bank', 'Ngân hàng TMCP Quốc Dân', ['quoc dan']],
    ['970448', 'OCB Bank', 'Ngân hàng TMCP Phương Đông', ['phuong dong']],
    ['970430', 'PG Bank', 'Ngân hàng TMCP Xăng dầu Petrolimex', ['pg', 'petrolimex', 'xang dau']],
    ['970439', 'Public Bank Vietnam', 'Ngân hàng TNHH MTV Public Việt Nam', ['public']],
    ['970412', 'PVcomBank', 'Ngân hàng TMCP Đại Chúng Việt Nam', ['pvcom', 'dai chung', 'pvc']],
    ['970403', 'Sacombank', 'Ngân hàng TMCP Sài Gòn Thương Tín', ['sacom', 'stb', 'sai gon thuong tin', 'xacombank', 'sacombak']],
    ['970400', 'SaigonBank', 'Ngân hàng TMCP Sài Gòn Công Thương', ['sai gon cong thuong', 'sgb']],
    ['970429', 'SCB', 'Ngân hàng TMCP Sài Gòn', ['sai gon']],
    ['970440', 'SeABank', 'Ngân hàng TMCP Đông Nam Á', ['sea', 'dong nam a', 'ssb']],
    ['970443', 'SHB', 'Ngân hàng TMCP Sài Gòn - Hà Nội', ['sai gon ha noi']],
    ['970424', 'Shinhan Bank', 'Ngân hàng TNHH MTV Shinhan Việt Nam', ['shinhan', 'sinhan']],
    ['970410', 'Standard Chartered Vietnam', 'Ngân hàng TNHH MTV Standard Chartered Bank Việt Nam', ['standard chartered']],
    ['970407', 'Techcombank', 'Ngân hàng TMCP Kỹ thương Việt Nam', ['tech', 'techcom', 'tcb', 'ky thuong', 'tecombank', 'techcom bank']],
    ['963388', 'Timo', 'Ngân hàng số Timo by Bản Việt Bank', ['timo']],
    ['970423', 'TPBank', 'Ngân hàng TMCP Tiên Phong', ['tp', 'tien phong', 'tpb']],
    ['546035', 'Ubank by VPBank', 'Ngân hàng số Ubank by VPBank - Ngân hàng TMCP Việt Nam Thịnh Vượng', ['ubank']],
    ['970458', 'United Overseas Bank Vietnam', 'Ngân hàng United Overseas Bank Việt Nam', ['uob', 'united overseas']],
    ['970441', 'VIB', 'Ngân hàng TMCP Quốc tế Việt Nam', ['quoc te']],
    ['970427', 'VietABank', 'Ngân hàng TMCP Việt Á', ['viet a', 'vab']],
    ['970433', 'VietBank', 'Ngân hàng TMCP Việt Nam Thương Tín', ['viet bank', 'viet nam thuong tin', 'vbb']],
    ['970436', 'Vietcombank', 'Ngân hàng TMCP Ngoại Thương Việt Nam', ['vcb', 'vietcom', 'vietcombak', 'ngoai thuong', 'viet com', 'vietcom bank']],
    ['970415', 'VietinBank', 'Ngân hàng TMCP Công thương Việt Nam', ['vietin', 'viettin', 'ctg', 'cong thuong', 'viettinbank', 'vietinbak', 'viet tin']],
    ['970406', 'Vikki Bank', 'Ngân hàng TNHH MTV Số Vikki', ['dong a', 'dongabank', 'vikki', 'dab']],
    ['970432', 'VPBank', 'Ngân hàng TMCP Việt Nam Thịnh Vượng', ['vp', 'vpb', 'thinh vuong']],
    ['970421', 'VietNgaBank', 'Ngân hàng Liên doanh Việt - Nga', ['viet nga']],
    ['970457', 'Woori Bank', 'Ngân hàng TNHH MTV Woori Việt Nam', ['woori']],
    ['971025', 'MoMo', 'CTCP Dịch Vụ Di Động Trực Tuyến', ['mo mo', 'vi momo']],
  ] as const satisfies readonly (readonly [string, string, string, readonly string[]])[]
).map(([id, shortName, name, aliases]) => ({ id, shortName, name, aliases }));
