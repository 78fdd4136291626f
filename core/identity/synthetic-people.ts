import type { Gender, Localised, PartialDate } from '../contract/primitives.ts';
import type { BookingKind } from '../contract/scheduling.ts';
import { OTHER_FACILITIES, SYNTHETIC_HOSPITAL } from './synthetic-hospital.ts';
import type { SyntheticServicePointId } from './synthetic-hospital.ts';

/** A booking on whatever day the demonstration runs. */
export interface SyntheticBooking {
  readonly id: string;
  /** As the patient holds it, without separators. */
  readonly code: string;
  readonly kind: BookingKind;
  readonly clinicId: SyntheticServicePointId;
  /** Wall-clock time in Asia/Ho_Chi_Minh, `HH:mm`. */
  readonly time: string;
}

export interface SyntheticInsurance {
  readonly cardNumber: string;
  readonly registeredFacility: string;
  readonly validFrom: PartialDate;
  /** Absent: no end is printed. */
  readonly validTo?: PartialDate;
  readonly livingArea?: 'K1' | 'K2' | 'K3';
  /** What the insurer's record says of this card. */
  readonly standing: 'active' | 'not-found' | 'details-differ' | 'revoked';
  /** The hospital system holds a referral to here that is still good. */
  readonly referral?: true;
}

/** Somebody who does not exist, with everything the simulated card, codes and record need. */
export interface SyntheticPerson {
  readonly id: string;
  /** Serial 9999xx: well formed, and never reached by the births of one province and year. */
  readonly citizenNumber?: string;
  readonly oldNumber?: string;
  readonly name: string;
  readonly birthDate: PartialDate;
  readonly gender: Gender;
  readonly address: string;
  readonly ethnicity: string;
  readonly issueDate?: PartialDate;
  /** Absent on a card without an end. */
  readonly expiryDate?: PartialDate;
  /** What reading the chip comes to; absent where there is no card. */
  readonly chip?: 'readable' | 'unreadable' | 'not-authentic' | 'locked' | 'locked-by-pace';
  readonly hisKnown: boolean;
  /** Patient number (MRN) where the hospital system knows the person. */
  readonly hisPatientCode?: string;
  readonly insurance?: SyntheticInsurance;
  readonly bookings: readonly SyntheticBooking[];
  /** What this person shows in a demonstration. */
  readonly note: Localised;
}

const OURS = SYNTHETIC_HOSPITAL.facilityCode;

const people = [
  {
    id: 'ba-nguyen-thi-hoa',
    citizenNumber: '001148999921',
    oldNumber: '010999921',
    name: 'Nguyễn Thị Hòa',
    birthDate: '1948-03-12',
    gender: 'female',
    address: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
    ethnicity: 'Kinh',
    issueDate: '2021-07-15',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999921',
    insurance: {
      cardNumber: 'HT3010199999921',
      registeredFacility: OURS,
      validFrom: '2020-01-01',
      standing: 'active',
    },
    bookings: [
      {
        id: 'bk-hoa-1',
        code: 'LH26999921',
        kind: 'appointment',
        clinicId: 'clinic-cardiology',
        time: '09:00',
      },
    ],
    note: { vi: '78 tuổi, có lịch hẹn, BHYT đúng tuyến', en: 'Aged 78, booked, insured here' },
  },
  {
    id: 'ong-tran-van-binh',
    citizenNumber: '001061999902',
    oldNumber: '010999902',
    name: 'Trần Văn Bình',
    birthDate: '1961-10-20',
    gender: 'male',
    address: '5 Phố Mẫu, Long Biên, Hà Nội',
    ethnicity: 'Kinh',
    issueDate: '2021-05-10',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999902',
    insurance: {
      cardNumber: 'GD4010199999902',
      registeredFacility: OTHER_FACILITIES.sameProvince,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      standing: 'active',
    },
    bookings: [
      {
        id: 'bk-binh-1',
        code: 'TK26999902',
        kind: 're-examination',
        clinicId: 'clinic-gastroenterology',
        time: '08:30',
      },
    ],
    note: { vi: 'Tái khám theo giấy hẹn', en: 'Re-examination with a slip' },
  },
  {
    id: 'be-le-minh-khoi',
    citizenNumber: '001223999903',
    name: 'Lê Minh Khôi',
    birthDate: '2023-08-05',
    gender: 'male',
    address: '27 Phố Mẫu, Cầu Giấy, Hà Nội',
    ethnicity: 'Kinh',
    issueDate: '2025-02-10',
    expiryDate: '2037-08-05',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999903',
    insurance: {
      cardNumber: 'TE1010199999903',
      registeredFacility: OURS,
      validFrom: '2023-08-05',
      validTo: '2029-09-30',
      standing: 'active',
    },
    bookings: [],
    note: { vi: 'Trẻ dưới 6 tuổi, không hẹn trước', en: 'Child under 6, no booking' },
  },
  {
    id: 'anh-pham-quoc-huy',
    citizenNumber: '031200999904',
    name: 'Phạm Quốc Huy',
    birthDate: '2000-04-18',
    gender: 'male',
    address: '8 Đường Thử, Lê Chân, Hải Phòng',
    ethnicity: 'Kinh',
    issueDate: '2021-02-01',
    expiryDate: '2025-04-18',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999904',
    bookings: [],
    note: { vi: 'Thẻ căn cước hết hạn', en: 'Identity card expired' },
  },
  {
    id: 'ba-giang-thi-mai',
    citizenNumber: '002147999905',
    name: 'Giàng Thị Mai',
    birthDate: '1947',
    gender: 'female',
    address: 'Bản Mẫu, Mèo Vạc, Hà Giang',
    ethnicity: 'Mông',
    issueDate: '2021-09-01',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999905',
    insurance: {
      cardNumber: 'DT2029999999905',
      registeredFacility: OTHER_FACILITIES.otherProvince,
      validFrom: '2024-01-01',
      validTo: '2035-12-31',
      livingArea: 'K1',
      standing: 'active',
      referral: true,
    },
    bookings: [],
    note: { vi: 'Chỉ biết năm sinh, có giấy chuyển tuyến', en: 'Year of birth only, referred' },
  },
  {
    id: 'anh-do-manh-cuong',
    citizenNumber: '036096999906',
    name: 'Đỗ Mạnh Cường',
    birthDate: '1996-11-02',
    gender: 'male',
    address: '41 Đường Thử, Mỹ Lộc, Nam Định',
    ethnicity: 'Kinh',
    issueDate: '2022-03-03',
    expiryDate: '2036-11-02',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999906',
    insurance: {
      cardNumber: 'DN4369999999906',
      registeredFacility: OTHER_FACILITIES.sameProvince,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      standing: 'active',
    },
    bookings: [],
    note: { vi: 'BHYT không đúng tuyến', en: 'Insured, out of network' },
  },
  {
    id: 'chi-vo-thi-lan',
    citizenNumber: '046194999907',
    name: 'Võ Thị Lan',
    birthDate: '1994-06-30',
    gender: 'female',
    address: '3 Đường Thử, Phú Vang, Thừa Thiên Huế',
    ethnicity: 'Kinh',
    issueDate: '2021-12-01',
    expiryDate: '2034-06-30',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999907',
    insurance: {
      cardNumber: 'GD4469999999907',
      registeredFacility: OURS,
      validFrom: '2024-01-01',
      validTo: '2024-12-31',
      standing: 'active',
    },
    bookings: [],
    note: { vi: 'Thẻ BHYT hết hạn', en: 'Insurance expired' },
  },
  {
    id: 'anh-bui-van-nam',
    citizenNumber: '017095999908',
    oldNumber: '113999908',
    name: 'Bùi Văn Nam',
    birthDate: '1995-01-09',
    gender: 'male',
    address: 'Xóm Mẫu, Lạc Sơn, Hòa Bình',
    ethnicity: 'Mường',
    issueDate: '2021-04-20',
    expiryDate: '2035-01-09',
    chip: 'readable',
    hisKnown: false,
    bookings: [],
    note: { vi: 'Lần đầu đến bệnh viện, không BHYT', en: 'First visit, no insurance' },
  },
  {
    id: 'chi-hoang-thanh-tu',
    citizenNumber: '024083999909',
    name: 'Hoàng Thanh Tú',
    birthDate: '1983-05-14',
    gender: 'female',
    address: '19 Đường Thử, Việt Yên, Bắc Giang',
    ethnicity: 'Kinh',
    issueDate: '2021-08-08',
    expiryDate: '2043-05-14',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999909',
    bookings: [],
    note: { vi: 'Giới tính khác với số căn cước', en: 'Gender differs from the number' },
  },
  {
    id: 'chi-dang-thu-trang',
    citizenNumber: '030179999910',
    oldNumber: '141999910',
    name: 'Đặng Thu Trang',
    birthDate: '1979-12-25',
    gender: 'female',
    address: '66 Đường Thử, Chí Linh, Hải Dương',
    ethnicity: 'Kinh',
    issueDate: '2021-06-06',
    expiryDate: '2039-12-25',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999910',
    insurance: {
      cardNumber: 'HC4309999999910',
      registeredFacility: OURS,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      standing: 'active',
    },
    bookings: [
      {
        id: 'bk-trang-1',
        code: 'LH26999910',
        kind: 'appointment',
        clinicId: 'clinic-cardiology',
        time: '08:00',
      },
      {
        id: 'bk-trang-2',
        code: 'LH26999930',
        kind: 'appointment',
        clinicId: 'clinic-eye',
        time: '10:30',
      },
    ],
    note: { vi: 'Hai lịch hẹn trong ngày', en: 'Two bookings on the day' },
  },
  {
    id: 'chi-ngo-phuong-linh',
    citizenNumber: '079198999911',
    name: 'Ngô Phương Linh',
    birthDate: '1998-09-17',
    gender: 'female',
    address: '101 Đường Thử, Quận 3, Thành phố Hồ Chí Minh',
    ethnicity: 'Hoa',
    issueDate: '2023-09-20',
    expiryDate: '2038-09-17',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999911',
    bookings: [
      {
        id: 'bk-linh-1',
        code: 'DK26999911',
        kind: 'online',
        clinicId: 'clinic-obstetrics',
        time: '14:00',
      },
    ],
    note: { vi: 'Đăng ký khám qua mạng', en: 'Registered online' },
  },
  {
    id: 'mr-john-carter',
    name: 'John Carter',
    birthDate: '1975-07-04',
    gender: 'male',
    address: '9 Sample Street, Tây Hồ, Hà Nội',
    ethnicity: 'Khác',
    hisKnown: true,
    hisPatientCode: 'BN26999912',
    bookings: [
      {
        id: 'bk-carter-1',
        code: 'DK26999912',
        kind: 'online',
        clinicId: 'clinic-orthopaedics',
        time: '10:00',
      },
    ],
    note: { vi: 'Người nước ngoài, không có căn cước', en: 'Foreigner without an identity card' },
  },
  {
    id: 'anh-ly-a-pao',
    citizenNumber: '010085999913',
    name: 'Lý A Páo',
    birthDate: '1985-06',
    gender: 'male',
    address: 'Thôn Mẫu, Bát Xát, Lào Cai',
    ethnicity: 'Dao',
    issueDate: '2023-07-20',
    expiryDate: '2045-06-30',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999913',
    insurance: {
      cardNumber: 'DT2109999999913',
      registeredFacility: OURS,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      livingArea: 'K3',
      standing: 'active',
    },
    bookings: [],
    note: { vi: 'Chỉ biết tháng và năm sinh', en: 'Month and year of birth only' },
  },
  {
    id: 'ba-thach-thi-sa-rane',
    citizenNumber: '084150999914',
    name: 'Thạch Thị Sa Ranê',
    birthDate: '1950',
    gender: 'female',
    address: 'Ấp Mẫu, Cầu Kè, Trà Vinh',
    ethnicity: 'Khmer',
    issueDate: '2021-05-19',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999914',
    insurance: {
      cardNumber: 'DT2849999999914',
      registeredFacility: OURS,
      validFrom: '2024-01-01',
      validTo: '2035-12-31',
      standing: 'active',
    },
    bookings: [],
    note: { vi: 'Dân tộc Khmer, BHYT đúng tuyến', en: 'Khmer, insured here' },
  },
  {
    id: 'anh-cao-xuan-long',
    citizenNumber: '038080999915',
    name: 'Cao Xuân Long',
    birthDate: '1981-02-28',
    gender: 'male',
    address: '7 Đường Thử, Nga Sơn, Thanh Hóa',
    ethnicity: 'Thổ',
    issueDate: '2021-03-03',
    expiryDate: '2041-02-28',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999915',
    insurance: {
      cardNumber: 'GD4389999999915',
      registeredFacility: OURS,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      standing: 'not-found',
    },
    bookings: [],
    note: {
      vi: 'Năm sinh khác với số căn cước, không tìm thấy BHYT',
      en: 'Birth year differs from the number, insurance not found',
    },
  },
  {
    id: 'chi-mai-thi-ngoc',
    citizenNumber: '034196999916',
    name: 'Mai Thị Ngọc',
    birthDate: '1996-08-22',
    gender: 'female',
    address: '14 Đường Thử, Tiền Hải, Thái Bình',
    ethnicity: 'Kinh',
    issueDate: '2021-11-11',
    expiryDate: '2036-08-22',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999916',
    insurance: {
      cardNumber: '3499999916',
      registeredFacility: OURS,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      standing: 'active',
    },
    bookings: [],
    note: { vi: 'Thẻ BHYT mới, chỉ có mã số BHXH', en: 'New insurance card, ten digits only' },
  },
  {
    id: 'anh-truong-gia-bao',
    citizenNumber: '048209999917',
    name: 'Trương Gia Bảo',
    birthDate: '2009-02-14',
    gender: 'male',
    address: '22 Đường Thử, Hải Châu, Đà Nẵng',
    ethnicity: 'Kinh',
    issueDate: '2023-05-05',
    expiryDate: '2034-02-14',
    chip: 'unreadable',
    hisKnown: false,
    bookings: [],
    note: { vi: 'Chíp hỏng, mã QR còn đọc được', en: 'Broken chip, QR still readable' },
  },
  {
    id: 'ong-dinh-cong-trang',
    citizenNumber: '035055999918',
    name: 'Đinh Công Tráng',
    birthDate: '1955-04-30',
    gender: 'male',
    address: '2 Đường Thử, Kim Bảng, Hà Nam',
    ethnicity: 'Kinh',
    issueDate: '2021-06-30',
    chip: 'not-authentic',
    hisKnown: true,
    hisPatientCode: 'BN26999918',
    insurance: {
      cardNumber: 'HT3359999999918',
      registeredFacility: OURS,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      standing: 'revoked',
    },
    bookings: [],
    note: { vi: 'Chữ ký chíp sai, BHYT bị thu hồi', en: 'Forged chip, insurance revoked' },
  },
  {
    id: 'anh-lam-chi-kien',
    citizenNumber: '089095999919',
    name: 'Lâm Chí Kiên',
    birthDate: '1995-12-15',
    gender: 'male',
    address: '31 Đường Thử, Châu Phú, An Giang',
    ethnicity: 'Chăm',
    issueDate: '2021-02-22',
    expiryDate: '2035-12-15',
    chip: 'readable',
    hisKnown: true,
    hisPatientCode: 'BN26999919',
    insurance: {
      cardNumber: 'GD4899999999919',
      registeredFacility: OURS,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      standing: 'details-differ',
    },
    bookings: [],
    note: { vi: 'Thông tin BHYT khác với thẻ căn cước', en: 'Insurance details differ' },
  },
  {
    id: 'chi-mai-ngoc-lan',
    citizenNumber: '001190999922',
    name: 'Mai Ngọc Lan',
    birthDate: '1990-05-20',
    gender: 'female',
    address: '8 Phố Thử, Ba Đình, Hà Nội',
    ethnicity: 'Kinh',
    issueDate: '2021-08-10',
    expiryDate: '2030-05-20',
    chip: 'locked',
    hisKnown: false,
    bookings: [],
    note: { vi: 'Chíp khóa, mã QR trên thẻ mở được', en: 'Locked chip, the QR opens it' },
  },
  {
    id: 'ong-phan-dinh-khoi',
    citizenNumber: '056059999923',
    name: 'Phan Đình Khôi',
    birthDate: '1959-09-02',
    gender: 'male',
    address: '40 Đường Thử, Nha Trang, Khánh Hòa',
    ethnicity: 'Kinh',
    issueDate: '2022-01-12',
    chip: 'locked',
    hisKnown: false,
    bookings: [],
    note: {
      vi: 'Chíp khóa, thẻ không thời hạn, mã QR mở được',
      en: 'Locked chip of a card without end, the QR opens it',
    },
  },
  {
    id: 'em-ly-thi-bich',
    citizenNumber: '074304999924',
    name: 'Lý Thị Bích',
    birthDate: '2004-11-03',
    gender: 'female',
    address: '17 Đường Thử, Thủ Dầu Một, Bình Dương',
    ethnicity: 'Hoa',
    issueDate: '2023-03-15',
    expiryDate: '2029-11-03',
    chip: 'locked-by-pace',
    hisKnown: false,
    bookings: [],
    note: {
      vi: 'Chíp khóa bằng PACE, số in trên thẻ là 204806',
      en: 'Chip locked by PACE, the number on the card is 204806',
    },
  },
] as const satisfies readonly SyntheticPerson[];

export type SyntheticPersonId = (typeof people)[number]['id'];

/** Everyone of the demonstration; ids are stable. */
export const SYNTHETIC_PEOPLE: readonly SyntheticPerson[] = people;

const BY_ID: ReadonlyMap<string, SyntheticPerson> = new Map(people.map(one => [one.id, one]));

/** One of them by id. */
export const syntheticPerson = (id: SyntheticPersonId): SyntheticPerson =>
  BY_ID.get(id) as SyntheticPerson;

/** A referral on paper, which the hospital got by wire as well. */
export interface SyntheticReferral {
  readonly number: string;
  readonly citizenNumber: string;
  readonly fromFacility: string;
  readonly daysAgo: number;
}

/** Both are Đỗ Mạnh Cường's, who is registered elsewhere: the first is good, the second too old. */
export const SYNTHETIC_REFERRALS: readonly SyntheticReferral[] = [
  {
    number: 'GCT26-999906',
    citizenNumber: '036096999906',
    fromFacility: OTHER_FACILITIES.sameProvince,
    daysAgo: 5,
  },
  {
    number: 'GCT26-999806',
    citizenNumber: '036096999906',
    fromFacility: OTHER_FACILITIES.sameProvince,
    daysAgo: 60,
  },
];
