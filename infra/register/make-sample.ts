import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import writeExcelFile from 'write-excel-file/node';

/**
 * Writes the sample register, `sample-register.xlsx`, from `sample-register.csv`: names of services
 * and agencies as facts of the register of 3 May 2026, in DGA's columns.
 */
const folder = fileURLToPath(new URL('./', import.meta.url));
const lines = readFileSync(`${folder}sample-register.csv`, 'utf8').trim().split('\n');
const rows = lines.map((line) =>
  (line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [])
    .slice(0, 13)
    .map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '').replaceAll('""', '"'))
    .map((value) => (value === '' ? null : { value, type: String })),
);
await writeExcelFile(rows, { sheet: 'งานบริการ' }).toFile(`${folder}sample-register.xlsx`);
