import { createTransport } from 'nodemailer';
import type { AgencyDigest, AgencyMailer, OwedReport } from '../../activities/ports.js';

/** What the mailer is set up with. */
export interface MailerOptions {
  /** `smtp://…`; no e-mail goes out without it. */
  readonly smtpUrl?: string | undefined;
  readonly from: string;
  /** Where an agency's letters go; `undefined` when none is recorded. */
  readonly addressOf: (agencyId: string) => Promise<string | undefined>;
  /** How long the server may keep silent, at each step. */
  readonly patienceMs?: number;
}

const patienceMs = 10_000;

/** Sends the agency's digest, one letter for all its services, Thai first. */
export function createAgencyMailer(options: MailerOptions): AgencyMailer {
  return {
    async sendDigest(digest) {
      const { smtpUrl } = options;
      if (smtpUrl === undefined) return 'off';
      const to = await addressOf(digest);
      if (to === undefined) return 'noAddress';
      const transport = createTransport({
        url: smtpUrl,
        ...waitingAtMost(options.patienceMs ?? patienceMs),
      });
      try {
        await transport.sendMail(letter(digest, to, options.from));
      } finally {
        transport.close();
      }
      return 'sent';
    },
  };

  /** Of an organisation with several ids the address of the one that stands, else of another. */
  async function addressOf({ agencyId, members = [] }: AgencyDigest): Promise<string | undefined> {
    for (const id of [agencyId, ...members]) {
      const address = await options.addressOf(id);
      if (address !== undefined) return address;
    }
    return undefined;
  }
}

/** A server that accepts and then keeps silent would hold the activity for minutes. */
function waitingAtMost(ms: number) {
  return { dnsTimeout: ms, connectionTimeout: ms, greetingTimeout: ms, socketTimeout: ms };
}

/** The letter. Its Message-ID is the digest's, so that a retry is known as the same letter. */
function letter(digest: AgencyDigest, to: string, from: string) {
  const { agencyId, number, owed } = digest;
  return {
    from,
    to,
    messageId: `<digest-${number}.${agencyId.toLowerCase()}@prasan.th>`,
    subject: `[Prasan] รายงานความก้าวหน้าที่ค้างส่ง ${owed.length} งานบริการ / ${owed.length} progress reports owed`,
    text: [thai(owed), english(owed)].join('\n\n'),
  };
}

function thai(owed: readonly OwedReport[]): string {
  const date = new Intl.DateTimeFormat('th-TH-u-ca-buddhist', {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  return [
    'เรียน หน่วยงานเจ้าของบริการ',
    `งานบริการต่อไปนี้ยังไม่ได้รายงานความก้าวหน้า (${owed.length} รายการ) โปรดรายงานผ่านระบบ`,
    ...owed.map(
      ({ serviceId, fiscalYear, quarter, dueOn }) =>
        `- ${serviceId} ไตรมาส ${quarter} ปีงบประมาณ ${fiscalYear} ครบกำหนด ${date.format(new Date(dueOn))}`,
    ),
  ].join('\n');
}

function english(owed: readonly OwedReport[]): string {
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return [
    `These services still owe a progress report (${owed.length}); please report them in Prasan.`,
    ...owed.map(
      ({ serviceId, fiscalYear, quarter, dueOn }) =>
        `- ${serviceId} quarter ${quarter} of fiscal year ${fiscalYear}, due ${date.format(new Date(dueOn))}`,
    ),
  ].join('\n');
}
