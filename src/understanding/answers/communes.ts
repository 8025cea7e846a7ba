/**
 * The 64 commune-level units of Cà Mau province (9 wards, 55 communes) in force since 1 July 2025 by Resolution
 * 1655/NQ-UBTVQH15 of 16 June 2025, with the units they were made of. Codes and names after the list of the statistics
 * office (copy of 5 August 2025, the same on 26 July 2026), old units after the page of the national map agency of
 * 17 July 2025; put together and checked on 23 November 2026. Units abolished before 2025 are not in it.
 */

/** A unit from before July 2025. */
export interface FormerUnit {
  readonly type: UnitType;
  readonly name: string;
  /** Type and name: "Huyện Đầm Dơi". */
  readonly district: string;
  /** Set when the unit was divided: this commune got a part that the resolution names, or what was left. */
  readonly share?: 'part' | 'rest';
}

export type UnitType = 'Phường' | 'Xã' | 'Thị trấn';

export interface Commune {
  /** Official five digits. */
  readonly code: string;
  readonly type: UnitType;
  readonly name: string;
  readonly fullName: string;
  /** The name without accents, with hyphens. */
  readonly slug: string;
  /** The district from before July 2025 that gave most of its units. */
  readonly formerDistrict: string;
  readonly formerUnits: readonly FormerUnit[];
}

/** Code, full name, slug, former district, units merged into it: `+` got a part, `…` what was left, `@` of another district. */
const rows = [
  ['31825', 'Phường Bạc Liêu', 'bac-lieu', 'Thành phố Bạc Liêu', 'Phường 1 | Phường 2 | Phường 7 | Phường 8 | Phường 3'],
  ['31834', 'Phường Vĩnh Trạch', 'vinh-trach', 'Thành phố Bạc Liêu', 'Phường 5 | Xã Vĩnh Trạch'],
  ['31840', 'Phường Hiệp Thành', 'hiep-thanh', 'Thành phố Bạc Liêu', 'Phường Nhà Mát | Xã Vĩnh Trạch Đông | Xã Hiệp Thành'],
  ['31843', 'Xã Hồng Dân', 'hong-dan', 'Huyện Hồng Dân', 'Thị trấn Ngan Dừa | Xã Lộc Ninh | Xã Ninh Hòa'],
  ['31849', 'Xã Ninh Quới', 'ninh-quoi', 'Huyện Hồng Dân', 'Xã Ninh Quới A | Xã Ninh Quới'],
  ['31858', 'Xã Vĩnh Lộc', 'vinh-loc', 'Huyện Hồng Dân', 'Xã Vĩnh Lộc A | Xã Vĩnh Lộc'],
  ['31864', 'Xã Ninh Thạnh Lợi', 'ninh-thanh-loi', 'Huyện Hồng Dân', 'Xã Ninh Thạnh Lợi A | Xã Ninh Thạnh Lợi'],
  ['31867', 'Xã Phước Long', 'phuoc-long', 'Huyện Phước Long', 'Thị trấn Phước Long | Xã Vĩnh Phú Đông'],
  ['31876', 'Xã Vĩnh Phước', 'vinh-phuoc', 'Huyện Phước Long', 'Xã Phước Long | Xã Vĩnh Phú Tây'],
  ['31882', 'Xã Vĩnh Thanh', 'vinh-thanh', 'Huyện Phước Long', 'Xã Hưng Phú | Xã Vĩnh Thanh'],
  ['31885', 'Xã Phong Hiệp', 'phong-hiep', 'Huyện Phước Long', 'Xã Phong Thạnh Tây A | Xã Phong Thạnh Tây B'],
  ['31891', 'Xã Hòa Bình', 'hoa-binh', 'Huyện Hòa Bình', 'Thị trấn Hòa Bình | Xã Vĩnh Mỹ A | Xã Long Thạnh @ Huyện Vĩnh Lợi'],
  ['31894', 'Xã Châu Thới', 'chau-thoi', 'Huyện Vĩnh Lợi', 'Xã Vĩnh Hưng | Xã Vĩnh Hưng A | Xã Châu Thới'],
  ['31900', 'Xã Vĩnh Lợi', 'vinh-loi', 'Huyện Vĩnh Lợi', 'Thị trấn Châu Hưng | Xã Châu Hưng A'],
  ['31906', 'Xã Hưng Hội', 'hung-hoi', 'Huyện Vĩnh Lợi', 'Xã Hưng Thành | Xã Hưng Hội'],
  ['31918', 'Xã Vĩnh Mỹ', 'vinh-my', 'Huyện Hòa Bình', 'Xã Minh Diệu | Xã Vĩnh Bình | Xã Vĩnh Mỹ B'],
  ['31927', 'Xã Vĩnh Hậu', 'vinh-hau', 'Huyện Hòa Bình', 'Xã Vĩnh Thịnh | Xã Vĩnh Hậu A | Xã Vĩnh Hậu'],
  ['31942', 'Phường Giá Rai', 'gia-rai', 'Thị xã Giá Rai', 'Phường 1 | Phường Hộ Phòng | Xã Phong Thạnh | Xã Phong Thạnh A'],
  ['31951', 'Phường Láng Tròn', 'lang-tron', 'Thị xã Giá Rai', 'Phường Láng Tròn | Xã Phong Tân | Xã Phong Thạnh Đông'],
  ['31957', 'Xã Phong Thạnh', 'phong-thanh', 'Thị xã Giá Rai', 'Xã Tân Thạnh | Xã Phong Thạnh Tây | Xã Tân Phong'],
  ['31972', 'Xã Gành Hào', 'ganh-hao', 'Huyện Đông Hải', 'Thị trấn Gành Hào | Xã Long Điền Tây'],
  ['31975', 'Xã Đông Hải', 'dong-hai', 'Huyện Đông Hải', 'Xã Long Điền Đông | Xã Long Điền Đông A'],
  ['31985', 'Xã Long Điền', 'long-dien', 'Huyện Đông Hải', 'Xã Điền Hải | Xã Long Điền'],
  ['31988', 'Xã An Trạch', 'an-trach', 'Huyện Đông Hải', 'Xã An Trạch A | Xã An Trạch'],
  ['31993', 'Xã Định Thành', 'dinh-thanh', 'Huyện Đông Hải', 'Xã An Phúc | Xã Định Thành A | Xã Định Thành'],
  ['32002', 'Phường An Xuyên', 'an-xuyen', 'Thành phố Cà Mau', 'Phường 1 | Phường 2 | Phường 9 | Phường Tân Xuyên | Xã An Xuyên'],
  ['32014', 'Phường Lý Văn Lâm', 'ly-van-lam', 'Thành phố Cà Mau', 'Phường 8 | Xã Lý Văn Lâm | Xã Lợi An … @ Huyện Trần Văn Thời'],
  ['32025', 'Phường Tân Thành', 'tan-thanh', 'Thành phố Cà Mau', 'Phường 5 | Phường Tân Thành | Xã Tân Thành | Phường 7 + | Phường 6 + | Xã Định Bình + | Xã Tắc Vân +'],
  ['32041', 'Phường Hòa Thành', 'hoa-thanh', 'Thành phố Cà Mau', 'Xã Hòa Tân | Xã Hòa Thành | Phường 7 … | Phường 6 … | Xã Định Bình … | Xã Tắc Vân …'],
  ['32044', 'Xã Nguyễn Phích', 'nguyen-phich', 'Huyện U Minh', 'Thị trấn U Minh | Xã Nguyễn Phích + | Xã Khánh Thuận …'],
  ['32047', 'Xã U Minh', 'u-minh', 'Huyện U Minh', 'Xã Khánh Tiến | Xã Khánh Hòa | Xã Khánh Thuận + | Xã Khánh Lâm +'],
  ['32059', 'Xã Khánh An', 'khanh-an', 'Huyện U Minh', 'Xã Khánh An | Xã Nguyễn Phích …'],
  ['32062', 'Xã Khánh Lâm', 'khanh-lam', 'Huyện U Minh', 'Xã Khánh Hội | Xã Nguyễn Phích + | Xã Khánh Lâm …'],
  ['32065', 'Xã Thới Bình', 'thoi-binh', 'Huyện Thới Bình', 'Thị trấn Thới Bình | Xã Thới Bình'],
  ['32069', 'Xã Biển Bạch', 'bien-bach', 'Huyện Thới Bình', 'Xã Tân Bằng | Xã Biển Bạch Đông | Xã Biển Bạch'],
  ['32071', 'Xã Trí Phải', 'tri-phai', 'Huyện Thới Bình', 'Xã Trí Lực | Xã Tân Phú | Xã Trí Phải'],
  ['32083', 'Xã Tân Lộc', 'tan-loc', 'Huyện Thới Bình', 'Xã Tân Lộc Bắc | Xã Tân Lộc Đông | Xã Tân Lộc'],
  ['32092', 'Xã Hồ Thị Kỷ', 'ho-thi-ky', 'Huyện Thới Bình', 'Xã Hồ Thị Kỷ'],
  ['32095', 'Xã Trần Văn Thời', 'tran-van-thoi', 'Huyện Trần Văn Thời', 'Thị trấn Trần Văn Thời | Xã Khánh Lộc | Xã Phong Lạc | Xã Lợi An + | Xã Trần Hợi … | Xã Phong Điền …'],
  ['32098', 'Xã Sông Đốc', 'song-doc', 'Huyện Trần Văn Thời', 'Thị trấn Sông Đốc | Xã Phong Điền +'],
  ['32104', 'Xã Đá Bạc', 'da-bac', 'Huyện Trần Văn Thời', 'Xã Khánh Bình Tây | Xã Khánh Bình Tây Bắc | Xã Trần Hợi +'],
  ['32110', 'Xã Khánh Bình', 'khanh-binh', 'Huyện Trần Văn Thời', 'Xã Khánh Bình Đông | Xã Khánh Bình'],
  ['32119', 'Xã Khánh Hưng', 'khanh-hung', 'Huyện Trần Văn Thời', 'Xã Khánh Hải | Xã Khánh Hưng'],
  ['32128', 'Xã Cái Nước', 'cai-nuoc', 'Huyện Cái Nước', 'Thị trấn Cái Nước | Xã Trần Thới | Xã Đông Hưng … | Xã Đông Thới … | Xã Tân Hưng Đông …'],
  ['32134', 'Xã Lương Thế Trân', 'luong-the-tran', 'Huyện Cái Nước', 'Xã Thạnh Phú | Xã Phú Hưng | Xã Lương Thế Trân | Xã Lợi An + @ Huyện Trần Văn Thời'],
  ['32137', 'Xã Tân Hưng', 'tan-hung', 'Huyện Cái Nước', 'Xã Tân Hưng | Xã Đông Hưng + | Xã Đông Thới + | Xã Hòa Mỹ +'],
  ['32140', 'Xã Hưng Mỹ', 'hung-my', 'Huyện Cái Nước', 'Xã Hưng Mỹ | Xã Tân Hưng Đông + | Xã Hòa Mỹ …'],
  ['32152', 'Xã Đầm Dơi', 'dam-doi', 'Huyện Đầm Dơi', 'Thị trấn Đầm Dơi | Xã Tân Duyệt | Xã Tân Dân | Xã Tạ An Khương …'],
  ['32155', 'Xã Tạ An Khương', 'ta-an-khuong', 'Huyện Đầm Dơi', 'Xã Tạ An Khương Đông | Xã Tạ An Khương Nam | Xã Tạ An Khương +'],
  ['32161', 'Xã Trần Phán', 'tran-phan', 'Huyện Đầm Dơi', 'Xã Tân Trung | Xã Trần Phán'],
  ['32167', 'Xã Tân Thuận', 'tan-thuan', 'Huyện Đầm Dơi', 'Xã Tân Đức | Xã Tân Thuận'],
  ['32182', 'Xã Quách Phẩm', 'quach-pham', 'Huyện Đầm Dơi', 'Xã Quách Phẩm Bắc | Xã Quách Phẩm'],
  ['32185', 'Xã Thanh Tùng', 'thanh-tung', 'Huyện Đầm Dơi', 'Xã Ngọc Chánh | Xã Thanh Tùng'],
  ['32188', 'Xã Tân Tiến', 'tan-tien', 'Huyện Đầm Dơi', 'Xã Nguyễn Huân | Xã Tân Tiến'],
  ['32191', 'Xã Năm Căn', 'nam-can', 'Huyện Năm Căn', 'Xã Hàng Vịnh | Thị trấn Năm Căn … | Xã Hàm Rồng …'],
  ['32201', 'Xã Đất Mới', 'dat-moi', 'Huyện Năm Căn', 'Xã Lâm Hải | Xã Đất Mới | Thị trấn Năm Căn + | Xã Hàm Rồng + | Xã Viên An … @ Huyện Ngọc Hiển'],
  ['32206', 'Xã Tam Giang', 'tam-giang', 'Huyện Năm Căn', 'Xã Hiệp Tùng | Xã Tam Giang Đông | Xã Tam Giang'],
  ['32212', 'Xã Cái Đôi Vàm', 'cai-doi-vam', 'Huyện Phú Tân', 'Thị trấn Cái Đôi Vàm | Xã Nguyễn Việt Khái'],
  ['32214', 'Xã Phú Mỹ', 'phu-my', 'Huyện Phú Tân', 'Xã Phú Thuận | Xã Phú Mỹ | Xã Hòa Mỹ + @ Huyện Cái Nước'],
  ['32218', 'Xã Phú Tân', 'phu-tan', 'Huyện Phú Tân', 'Xã Tân Hải | Xã Phú Tân'],
  ['32227', 'Xã Nguyễn Việt Khái', 'nguyen-viet-khai', 'Huyện Phú Tân', 'Xã Tân Hưng Tây | Xã Rạch Chèo | Xã Việt Thắng'],
  ['32236', 'Xã Tân Ân', 'tan-an', 'Huyện Ngọc Hiển', 'Xã Tam Giang Tây | Xã Tân Ân Tây'],
  ['32244', 'Xã Phan Ngọc Hiển', 'phan-ngoc-hien', 'Huyện Ngọc Hiển', 'Thị trấn Rạch Gốc | Xã Viên An Đông | Xã Tân Ân +'],
  ['32248', 'Xã Đất Mũi', 'dat-mui', 'Huyện Ngọc Hiển', 'Xã Đất Mũi | Xã Viên An + | Xã Tân Ân …'],
] as const satisfies readonly (readonly [string, string, string, string, string])[];

/** All communes by code. */
export const communes: readonly Commune[] = rows.map(([code, fullName, slug, formerDistrict, merged]) => ({
  code,
  ...splitName(fullName),
  fullName,
  slug,
  formerDistrict,
  formerUnits: merged.split(' | ').map((unit) => parseFormerUnit(unit, formerDistrict)),
}));

function parseFormerUnit(text: string, usualDistrict: string): FormerUnit {
  const [unit = '', district = usualDistrict] = text.split(' @ ');
  const share = unit.endsWith(' +') ? 'part' : unit.endsWith(' …') ? 'rest' : undefined;
  return { ...splitName(share ? unit.slice(0, -2) : unit), district, ...(share ? { share } : {}) };
}

function splitName(fullName: string): { readonly type: UnitType; readonly name: string } {
  const type = (['Phường', 'Xã', 'Thị trấn'] as const).find((candidate) => fullName.startsWith(`${candidate} `)) ?? 'Xã';
  return { type, name: fullName.slice(type.length + 1) };
}
