import type { ServicePoint } from '../contract/catalogue.ts';
import type { Localised } from '../contract/primitives.ts';

/** The hospital of the demonstration and of the tests. It does not exist. */
export const SYNTHETIC_HOSPITAL = {
  name: { vi: 'Bệnh viện Đa khoa Minh An', en: 'Minh An General Hospital' },
  facilityCode: '01999',
} as const satisfies { name: Localised; facilityCode: string };

/** Its account at the simulated insurer, and who may look cards up. They exist nowhere else. */
export const SYNTHETIC_INSURANCE_ACCOUNT = {
  username: '01999_BV',
  password: 'thu-nghiem',
  officer: { name: 'Trần Thị Thử', citizenNumber: '001190999999' },
} as const;

/** Facility codes of other, equally invented places. */
export const OTHER_FACILITIES = { sameProvince: '01998', otherProvince: '79999' } as const;

/** What of a service point does not change during a day. */
export type SyntheticServicePoint = Omit<ServicePoint, 'state' | 'waiting'>;

const GROUND: Localised = { vi: 'Tầng 1', en: 'Ground floor' };
const FIRST: Localised = { vi: 'Tầng 2', en: 'First floor' };
const SECOND: Localised = { vi: 'Tầng 3', en: 'Second floor' };

const points = [
  {
    id: 'clinic-general',
    kind: 'clinic',
    name: { vi: 'Nội tổng quát', en: 'General medicine' },
    pictogram: 'stethoscope',
    room: '101',
    floor: GROUND,
    directions: {
      vi: 'Đi thẳng theo vạch xanh, phòng đầu tiên bên phải.',
      en: 'Straight along the green line, first room on the right.',
    },
    series: { normal: 'A', priority: 'PA' },
    price: 150_000,
    minutesPerPatient: 6,
  },
  {
    id: 'clinic-cardiology',
    kind: 'clinic',
    name: { vi: 'Tim mạch', en: 'Cardiology' },
    pictogram: 'heart',
    room: '205',
    floor: FIRST,
    directions: {
      vi: 'Lên thang máy A, rẽ trái, phòng thứ ba.',
      en: 'Take lift A, turn left, third room.',
    },
    series: { normal: 'B', priority: 'PB' },
    price: 200_000,
    minutesPerPatient: 10,
  },
  {
    id: 'clinic-eye',
    kind: 'clinic',
    name: { vi: 'Mắt', en: 'Eyes' },
    pictogram: 'eye',
    room: '208',
    floor: FIRST,
    directions: {
      vi: 'Lên thang máy A, rẽ phải, cuối hành lang.',
      en: 'Take lift A, turn right, end of the corridor.',
    },
    series: { normal: 'C', priority: 'PC' },
    price: 150_000,
    minutesPerPatient: 7,
  },
  {
    id: 'clinic-ent',
    kind: 'clinic',
    name: { vi: 'Tai Mũi Họng', en: 'Ear, nose and throat' },
    pictogram: 'ear',
    room: '210',
    floor: FIRST,
    directions: {
      vi: 'Lên thang máy A, rẽ phải, phòng thứ hai.',
      en: 'Take lift A, turn right, second room.',
    },
    series: { normal: 'D', priority: 'PD' },
    price: 150_000,
    minutesPerPatient: 7,
  },
  {
    id: 'clinic-dental',
    kind: 'clinic',
    name: { vi: 'Răng Hàm Mặt', en: 'Teeth and jaw' },
    pictogram: 'tooth',
    room: '301',
    floor: SECOND,
    directions: {
      vi: 'Lên thang máy B, phòng đối diện thang.',
      en: 'Take lift B, the room opposite the lift.',
    },
    series: { normal: 'E', priority: 'PE' },
    price: 150_000,
    minutesPerPatient: 15,
  },
  {
    id: 'clinic-paediatrics',
    kind: 'clinic',
    name: { vi: 'Nhi', en: 'Children' },
    pictogram: 'child',
    room: '105',
    floor: GROUND,
    directions: {
      vi: 'Đi thẳng theo vạch vàng, qua sảnh chờ, bên trái.',
      en: 'Straight along the yellow line, past the waiting hall, on the left.',
    },
    series: { normal: 'G', priority: 'PG' },
    price: 150_000,
    minutesPerPatient: 8,
  },
  {
    id: 'clinic-orthopaedics',
    kind: 'clinic',
    name: { vi: 'Cơ Xương Khớp', en: 'Bones and joints' },
    pictogram: 'bone',
    room: '107',
    floor: GROUND,
    directions: {
      vi: 'Đi thẳng theo vạch xanh, phòng cuối bên trái.',
      en: 'Straight along the green line, last room on the left.',
    },
    series: { normal: 'H', priority: 'PH' },
    price: 180_000,
    minutesPerPatient: 8,
  },
  {
    id: 'clinic-obstetrics',
    kind: 'clinic',
    name: { vi: 'Sản Phụ khoa', en: 'Women and pregnancy' },
    pictogram: 'mother',
    room: '302',
    floor: SECOND,
    directions: {
      vi: 'Lên thang máy B, rẽ trái, phòng thứ nhất.',
      en: 'Take lift B, turn left, first room.',
    },
    series: { normal: 'K', priority: 'PK' },
    price: 200_000,
    minutesPerPatient: 12,
  },
  {
    id: 'clinic-dermatology',
    kind: 'clinic',
    name: { vi: 'Da liễu', en: 'Skin' },
    pictogram: 'skin',
    room: '305',
    floor: SECOND,
    directions: {
      vi: 'Lên thang máy B, rẽ phải, phòng thứ hai.',
      en: 'Take lift B, turn right, second room.',
    },
    series: { normal: 'L', priority: 'PL' },
    price: 150_000,
    minutesPerPatient: 6,
  },
  {
    id: 'clinic-neurology',
    kind: 'clinic',
    name: { vi: 'Thần kinh', en: 'Nerves and brain' },
    pictogram: 'brain',
    room: '212',
    floor: FIRST,
    directions: {
      vi: 'Lên thang máy A, rẽ trái, cuối hành lang.',
      en: 'Take lift A, turn left, end of the corridor.',
    },
    series: { normal: 'M', priority: 'PM' },
    price: 200_000,
    minutesPerPatient: 10,
  },
  {
    id: 'clinic-respiratory',
    kind: 'clinic',
    name: { vi: 'Hô hấp', en: 'Lungs and breathing' },
    pictogram: 'lungs',
    room: '214',
    floor: FIRST,
    directions: {
      vi: 'Lên thang máy A, rẽ trái, phòng thứ hai.',
      en: 'Take lift A, turn left, second room.',
    },
    series: { normal: 'N', priority: 'PN' },
    price: 180_000,
    minutesPerPatient: 8,
  },
  {
    id: 'clinic-gastroenterology',
    kind: 'clinic',
    name: { vi: 'Tiêu hóa', en: 'Stomach and digestion' },
    pictogram: 'stomach',
    room: '216',
    floor: FIRST,
    directions: {
      vi: 'Lên thang máy A, rẽ trái, phòng thứ tư.',
      en: 'Take lift A, turn left, fourth room.',
    },
    series: { normal: 'S', priority: 'PS' },
    price: 180_000,
    minutesPerPatient: 9,
  },
  {
    id: 'counter-2',
    kind: 'counter',
    name: { vi: 'Quầy 2', en: 'Counter 2' },
    pictogram: 'counter',
    room: 'Quầy 2',
    floor: GROUND,
    directions: {
      vi: 'Ngay bên phải máy này, dưới biển số 2.',
      en: 'Just right of this machine, under the sign with a 2.',
    },
    series: { normal: 'Q', priority: 'PQ' },
    price: 0,
    minutesPerPatient: 4,
  },
] as const satisfies readonly SyntheticServicePoint[];

export type SyntheticServicePointId = (typeof points)[number]['id'];

/** Twelve clinics, then the reception counter that helps with everything else. */
export const SYNTHETIC_SERVICE_POINTS: readonly SyntheticServicePoint[] = points;

/** Where patients are sent whom the kiosk cannot finish with. */
export const SYNTHETIC_COUNTER_ID = 'counter-2' satisfies SyntheticServicePointId;
