import { type SyntheticCard } from '../contract/synthetic-card.ts';

/** A card of somebody who does not exist, with every field of DG13. */
export const EXAMPLE_CARD: SyntheticCard = {
  id: 'whole',
  citizenNumber: '001148999921',
  name: 'Nguyễn Thị Hòa',
  birthDate: '1948-03-12',
  gender: 'female',
  nationality: 'Việt Nam',
  ethnicity: 'Kinh',
  religion: 'Không',
  placeOfOrigin: 'Đống Đa, Hà Nội',
  residence: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
  identifyingMarks: 'Nốt ruồi C.1cm dưới sau đuôi mắt phải',
  issueDate: '2021-07-15',
  expiryDate: '2035-03-12',
  fatherName: 'Nguyễn Văn Mẫu',
  motherName: 'Trần Thị Thử',
  spouseName: 'Lê Văn Mẫu',
  oldNumber: '010999921',
};
