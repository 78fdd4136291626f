import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeExcel from 'write-excel-file/node';
import { type Statement, unexplained } from '../../core/statement/statement.ts';
import { formatOf, readStatementFile } from './statement-file.ts';

const CAMT = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
  <Acct><Id><Othr><Id>0017595600</Id></Othr></Id><Ccy>VND</Ccy></Acct>
  <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="VND">1000000</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
  <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="VND">1130000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
  <Ntry><Amt Ccy="VND">150000</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><DtTm>2026-11-23T08:15:00+07:00</DtTm></BookgDt>
    <AcctSvcrRef>0026327001</AcctSvcrRef>
    <NtryDtls><TxDtls><RmtInf><Ustrd>MBVCB.1.KC2222 &amp; 22222</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
  <Ntry><Amt Ccy="VND">20000</Amt><CdtDbtInd>DBIT</CdtDbtInd><ValDt><Dt>2026-11-23</Dt></ValDt><NtryRef>2</NtryRef><AddtlNtryInf>PHI</AddtlNtryInf></Ntry>
</Stmt></BkToCstmrStmt></Document>`;

const HEAD = [
  'Ngày giao dịch',
  'Số tham chiếu',
  'Số tiền ghi nợ',
  'Số tiền ghi có',
  'Số dư',
  'Mô tả',
];
const ROWS = [
  ['23/11/2026 08:15:00', 'FT1', '', '150,000', '1,150,000', 'KC222222222, vien phi'],
  ['23/11/2026 09:00:00', 'FT2', '20,000', '', '1,130,000', 'PHI'],
];
const csv = (delimiter: string): string =>
  [['Số tài khoản 1017595600'], HEAD, ...ROWS]
    .map(row => row.map(cell => `"${cell}"`).join(delimiter))
    .join('\r\n');

const read = async (content: string | Buffer): Promise<Statement> => {
  const reading = await readStatementFile(Buffer.from(content), 'vietcombank');
  if (reading.outcome === 'refused') throw new Error(`refused: ${reading.why}`);
  return reading.statement;
};

const EXPECTED = [
  {
    day: '2026-11-23',
    time: '08:15:00',
    amount: 150_000,
    reference: 'FT1',
    narrative: 'KC222222222, vien phi',
  },
  { day: '2026-11-23', time: '09:00:00', amount: -20_000, reference: 'FT2', narrative: 'PHI' },
];

describe('a statement file', () => {
  it.each([',', ';', '\t'])('of values separated by %j is read', async delimiter => {
    const statement = await read(csv(delimiter));
    expect(statement.lines).toMatchObject(EXPECTED);
    expect(statement).toMatchObject({
      account: '1017595600',
      opening: 1_000_000,
      closing: 1_130_000,
    });
  });

  it('saved as Unicode text is read', async () => {
    const content = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv('\t'), 'utf16le')]);
    expect((await read(content)).lines).toMatchObject(EXPECTED);
  });

  it('of a spreadsheet is read, with text, numbers and days in its cells', async () => {
    const day = new Date(Date.UTC(2026, 10, 23));
    const sheet = await writeExcel([
      ['Số tài khoản 1017595600'],
      HEAD,
      [
        { value: day, type: Date, format: 'dd/mm/yyyy' },
        '0012345678901234567',
        null,
        150_000,
        1_150_000,
        'KC222222222',
      ],
      ['23/11/2026 09:00:00', 'FT2', '20,000', null, '1,130,000', 'PHI'],
    ]).toBuffer();
    const statement = await read(sheet);
    expect(statement.lines).toMatchObject([
      { day: '2026-11-23', amount: 150_000, reference: '0012345678901234567' },
      { amount: -20_000, reference: 'FT2' },
    ]);
    expect(unexplained(statement)).toBe(0);
  });

  it('in ISO 20022 is read with leading zeros, times and both balances', async () => {
    const statement = await read(CAMT);
    expect(statement).toMatchObject({
      account: '0017595600',
      opening: 1_000_000,
      closing: 1_130_000,
    });
    expect(statement.lines).toMatchObject([
      {
        day: '2026-11-23',
        time: '08:15:00',
        amount: 150_000,
        reference: '0026327001',
        narrative: 'MBVCB.1.KC2222 & 22222',
      },
      { day: '2026-11-23', amount: -20_000, reference: '2', narrative: 'PHI' },
    ]);
    expect(unexplained(statement)).toBe(0);
  });

  it('in ISO 20022 keeps its good entries beside bad ones', async () => {
    const bad = CAMT.replace('<Amt Ccy="VND">20000<', '<Amt Ccy="USD">20000<');
    const { lines, refused } = await read(bad);
    expect(lines).toHaveLength(1);
    expect(refused).toEqual([{ at: 2, why: 'currency-not-dong' }]);
  });

  it('is known by its first bytes, whatever it is called', () => {
    expect(formatOf(Buffer.from(CAMT))).toBe('camt053');
    expect(formatOf(Buffer.from('{1:F01}{4:\r\n:20:X\r\n'))).toBe('mt940');
    expect(formatOf(Buffer.from(csv(',')))).toBe('csv');
    expect(formatOf(Buffer.from('PK\x03\x04 …'))).toBe('xlsx');
  });

  it('of any bytes is answered', async () => {
    const beginnings = fc.constantFrom('', 'PK\x03\x04', '<', '<Document>', ':20:X\n', '\xff\xfe');
    await fc.assert(
      fc.asyncProperty(beginnings, fc.uint8Array({ maxLength: 300 }), async (start, bytes) => {
        const content = Buffer.concat([Buffer.from(start, 'latin1'), Buffer.from(bytes)]);
        const reading = await readStatementFile(content, 'bidv');
        expect(reading.outcome).toBe('refused');
      }),
    );
  });
});
