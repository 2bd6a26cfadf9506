import { isDatabaseAway } from '../../../infra/postgres/database-away.js';
import { Problem } from '../problem.js';

/** Works with the keys of cases. */
export async function inVault<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    throw Problem.away('vaultAway', {
      th: 'เข้าถึงกุญแจข้อมูลส่วนบุคคลไม่ได้ขณะนี้ ยังไม่มีอะไรเปลี่ยนแปลง โปรดลองใหม่',
      en: 'the keys of personal data cannot be reached now; nothing was changed, try again',
    });
  }
}
