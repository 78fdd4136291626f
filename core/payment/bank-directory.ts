/** A bank or payment institution that takes VietQR transfers. */
export interface Bank {
  /** Six digits of NAPAS; after mergers two names may share one. */
  readonly bin: string;
  readonly shortName: string;
  readonly name: string;
  /** ISO 9362, where it has one. */
  readonly swift?: string;
}

/** Which edition of the list this is. */
export const BANK_DIRECTORY_EDITION = '2026-11';

/** After NAPAS's list, as published in vietnam-qr-pay 1.5.1 (MIT). Keyed by BIN and short name. */
export const BANK_DIRECTORY: readonly Bank[] = [
  {
    bin: '422589',
    shortName: 'CIMB Bank',
    name: 'Ngân hàng TNHH MTV CIMB Việt Nam',
    swift: 'CIBBVNVN',
  },
  {
    bin: '458761',
    shortName: 'HSBC Vietnam',
    name: 'Ngân hàng TNHH MTV HSBC (Việt Nam)',
    swift: 'HSBCVNVX',
  },
  {
    bin: '546034',
    shortName: 'CAKE by VPBank',
    name: 'Ngân hàng số CAKE by VPBank - Ngân hàng TMCP Việt Nam Thịnh Vượng',
  },
  {
    bin: '546035',
    shortName: 'Ubank by VPBank',
    name: 'Ngân hàng số Ubank by VPBank - Ngân hàng TMCP Việt Nam Thịnh Vượng',
  },
  {
    bin: '668888',
    shortName: 'Kasikornbank',
    name: 'Ngân hàng Đại chúng TNHH KASIKORNBANK - CN TP. Hồ Chí Minh',
    swift: 'KASIVNVX',
  },
  {
    bin: '796500',
    shortName: 'DBS Bank',
    name: 'NH TNHH MTV Phát triển Singapore - Chi nhánh TP. Hồ Chí Minh',
    swift: 'DBSSVNVX',
  },
  { bin: '801011', shortName: 'Nonghyup Bank', name: 'Ngân hàng Nonghyup - Chi nhánh Hà Nội' },
  {
    bin: '963369',
    shortName: 'Liobank',
    name: 'Ngân hàng số Liobank - Ngân hàng TMCP Phương Đông',
  },
  { bin: '963388', shortName: 'Timo', name: 'Ngân hàng số Timo by Bản Việt Bank' },
  {
    bin: '970400',
    shortName: 'SaigonBank',
    name: 'Ngân hàng TMCP Sài Gòn Công Thương',
    swift: 'SBITVNVX',
  },
  {
    bin: '970403',
    shortName: 'Sacombank',
    name: 'Ngân hàng TMCP Sài Gòn Thương Tín',
    swift: 'SGTTVNVX',
  },
  {
    bin: '970405',
    shortName: 'Agribank',
    name: 'Ngân hàng Nông nghiệp và Phát triển Nông thôn Việt Nam',
    swift: 'VBAAVNVX',
  },
  { bin: '970406', shortName: 'DongA Bank', name: 'Ngân hàng TMCP Đông Á', swift: 'EACBVNVX' },
  {
    bin: '970406',
    shortName: 'Vikki Bank',
    name: 'Ngân hàng TNHH MTV Số Vikki',
    swift: 'EACBVNVX',
  },
  {
    bin: '970407',
    shortName: 'Techcombank',
    name: 'Ngân hàng TMCP Kỹ thương Việt Nam',
    swift: 'VTCBVNVX',
  },
  {
    bin: '970408',
    shortName: 'GPBank',
    name: 'Ngân hàng Thương mại TNHH MTV Dầu Khí Toàn Cầu',
    swift: 'GBNKVNVX',
  },
  { bin: '970409', shortName: 'BacA Bank', name: 'Ngân hàng TMCP Bắc Á', swift: 'NASCVNVX' },
  {
    bin: '970410',
    shortName: 'Standard Chartered Vietnam',
    name: 'Ngân hàng TNHH MTV Standard Chartered Bank Việt Nam',
    swift: 'SCBLVNVX',
  },
  {
    bin: '970412',
    shortName: 'PVcomBank',
    name: 'Ngân hàng TMCP Đại Chúng Việt Nam',
    swift: 'WBVNVNVX',
  },
  {
    bin: '970414',
    shortName: 'MBV',
    name: 'Ngân hàng TNHH MTV Việt Nam Hiện Đại',
    swift: 'OCBKUS3M',
  },
  {
    bin: '970414',
    shortName: 'Ocean Bank',
    name: 'Ngân hàng Thương mại TNHH MTV Đại Dương',
    swift: 'OCBKUS3M',
  },
  {
    bin: '970415',
    shortName: 'VietinBank',
    name: 'Ngân hàng TMCP Công thương Việt Nam',
    swift: 'ICBVVNVX',
  },
  { bin: '970416', shortName: 'ACB', name: 'Ngân hàng TMCP Á Châu', swift: 'ASCBVNVX' },
  {
    bin: '970418',
    shortName: 'BIDV',
    name: 'Ngân hàng TMCP Đầu tư và Phát triển Việt Nam',
    swift: 'BIDVVNVX',
  },
  { bin: '970419', shortName: 'NCB Bank', name: 'Ngân hàng TMCP Quốc Dân', swift: 'NVBAVNVX' },
  { bin: '970421', shortName: 'VietNgaBank', name: 'Ngân hàng Liên doanh Việt - Nga' },
  { bin: '970422', shortName: 'MB Bank', name: 'Ngân hàng TMCP Quân đội', swift: 'MSCBVNVX' },
  { bin: '970423', shortName: 'TPBank', name: 'Ngân hàng TMCP Tiên Phong', swift: 'TPBVVNVX' },
  {
    bin: '970424',
    shortName: 'Shinhan Bank',
    name: 'Ngân hàng TNHH MTV Shinhan Việt Nam',
    swift: 'SHBKVNVX',
  },
  { bin: '970425', shortName: 'AB Bank', name: 'Ngân hàng TMCP An Bình', swift: 'ABBKVNVX' },
  { bin: '970426', shortName: 'MSB', name: 'Ngân hàng TMCP Hàng Hải', swift: 'MCOBVNVX' },
  { bin: '970427', shortName: 'VietABank', name: 'Ngân hàng TMCP Việt Á', swift: 'VNACVNVX' },
  { bin: '970428', shortName: 'Nam A Bank', name: 'Ngân hàng TMCP Nam Á', swift: 'NAMAVNVX' },
  { bin: '970429', shortName: 'SCB', name: 'Ngân hàng TMCP Sài Gòn', swift: 'SACLVNVX' },
  {
    bin: '970430',
    shortName: 'PG Bank',
    name: 'Ngân hàng TMCP Xăng dầu Petrolimex',
    swift: 'PGBLVNVX',
  },
  {
    bin: '970431',
    shortName: 'Eximbank',
    name: 'Ngân hàng TMCP Xuất Nhập khẩu Việt Nam',
    swift: 'EBVIVNVX',
  },
  {
    bin: '970432',
    shortName: 'VPBank',
    name: 'Ngân hàng TMCP Việt Nam Thịnh Vượng',
    swift: 'VPBKVNVX',
  },
  {
    bin: '970433',
    shortName: 'VietBank',
    name: 'Ngân hàng TMCP Việt Nam Thương Tín',
    swift: 'VNTTVNVX',
  },
  { bin: '970434', shortName: 'Indovina Bank', name: 'Ngân hàng TNHH Indovina' },
  {
    bin: '970436',
    shortName: 'Vietcombank',
    name: 'Ngân hàng TMCP Ngoại Thương Việt Nam',
    swift: 'BFTVVNVX',
  },
  {
    bin: '970437',
    shortName: 'HDBank',
    name: 'Ngân hàng TMCP Phát triển TP. Hồ Chí Minh',
    swift: 'HDBCVNVX',
  },
  { bin: '970438', shortName: 'BaoViet Bank', name: 'Ngân hàng TMCP Bảo Việt', swift: 'BVBVVNVX' },
  {
    bin: '970439',
    shortName: 'Public Bank Vietnam',
    name: 'Ngân hàng TNHH MTV Public Việt Nam',
    swift: 'VIDPVNVX',
  },
  { bin: '970440', shortName: 'SeABank', name: 'Ngân hàng TMCP Đông Nam Á', swift: 'SEAVVNVX' },
  { bin: '970441', shortName: 'VIB', name: 'Ngân hàng TMCP Quốc tế Việt Nam', swift: 'VNIBVNVX' },
  {
    bin: '970442',
    shortName: 'HongLeong Bank',
    name: 'Ngân hàng TNHH MTV Hong Leong Việt Nam',
    swift: 'HLBBVNVX',
  },
  { bin: '970443', shortName: 'SHB', name: 'Ngân hàng TMCP Sài Gòn - Hà Nội', swift: 'SHBAVNVX' },
  {
    bin: '970444',
    shortName: 'CB Bank',
    name: 'Ngân hàng Thương mại TNHH MTV Xây dựng Việt Nam',
    swift: 'GTBAVNVX',
  },
  { bin: '970446', shortName: 'Co-op Bank', name: 'Ngân hàng Hợp tác xã Việt Nam' },
  { bin: '970448', shortName: 'OCB Bank', name: 'Ngân hàng TMCP Phương Đông', swift: 'ORCOVNVX' },
  {
    bin: '970449',
    shortName: 'LPBank',
    name: 'Ngân hàng TMCP Lộc Phát Việt Nam',
    swift: 'LVBKVNVX',
  },
  {
    bin: '970449',
    shortName: 'LienVietPostBank',
    name: 'Ngân hàng TMCP Bưu Điện Liên Việt',
    swift: 'LVBKVNVX',
  },
  { bin: '970452', shortName: 'KienlongBank', name: 'Ngân hàng TMCP Kiên Long', swift: 'KLBKVNVX' },
  { bin: '970454', shortName: 'BVBank', name: 'Ngân hàng TMCP Bản Việt', swift: 'VCBCVNVX' },
  { bin: '970455', shortName: 'IBK HN', name: 'Ngân hàng Công nghiệp Hàn Quốc - Chi nhánh Hà Nội' },
  {
    bin: '970456',
    shortName: 'IBK HCM',
    name: 'Ngân hàng Công nghiệp Hàn Quốc - Chi nhánh TP. Hồ Chí Minh',
  },
  { bin: '970457', shortName: 'Woori Bank', name: 'Ngân hàng TNHH MTV Woori Việt Nam' },
  {
    bin: '970458',
    shortName: 'United Overseas Bank Vietnam',
    name: 'Ngân hàng United Overseas Bank Việt Nam',
  },
  { bin: '970462', shortName: 'Kookmin Bank HN', name: 'Ngân hàng Kookmin - Chi nhánh Hà Nội' },
  {
    bin: '970463',
    shortName: 'Kookmin Bank HCM',
    name: 'Ngân hàng Kookmin - Chi nhánh TP. Hồ Chí Minh',
  },
  { bin: '971025', shortName: 'MoMo', name: 'CTCP Dịch Vụ Di Động Trực Tuyến' },
];

/** The banks behind a BIN, by short name. */
export const banksByBin = (bin: string): readonly Bank[] =>
  BANK_DIRECTORY.filter(bank => bank.bin === bin);

/** An account as people write it: number and bank. Undefined where a code names neither. */
export const accountAtBank = ({
  account,
  bankBin,
}: {
  readonly account?: string | undefined;
  readonly bankBin?: string | undefined;
}): string | undefined => {
  if (account === undefined) return undefined;
  const bank = bankBin === undefined ? undefined : (banksByBin(bankBin)[0]?.shortName ?? bankBin);
  return bank === undefined ? account : `${account} · ${bank}`;
};
