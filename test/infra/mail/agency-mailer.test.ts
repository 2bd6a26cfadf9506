import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import type { AgencyDigest } from '../../../activities/ports.js';
import { AgencyAddresses, agencyAddresses } from '../../../infra/mail/addresses.js';
import { createAgencyMailer } from '../../../infra/mail/agency-mailer.js';

const letters: { to: string[]; text: string }[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      letters.push({ to, text: Buffer.concat(chunks).toString() });
      done();
    });
  },
});

let smtpUrl = '';
beforeAll(async () => {
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  smtpUrl = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise<void>((closed) => server.close(closed)));
beforeEach(() => {
  letters.length = 0;
});

const digest: AgencyDigest = {
  agencyId: 'AGY009',
  number: 3,
  owed: Array.from({ length: 317 }, (_, index) => ({
    serviceId: `SVC${String(index).padStart(4, '0')}`,
    fiscalYear: 2570,
    quarter: 1,
    dueOn: '2027-01-15',
  })),
};
const from = 'prasan@localhost';
const addressOf = agencyAddresses(
  AgencyAddresses.parse('AGY009=plan@excise.example, AGY010 = it@revenue.example'),
);

/** The text of a letter: its base64 or quoted-printable parts as they were written. */
function textOf(letter: string): string {
  const body = letter.slice(letter.indexOf('\r\n\r\n') + 4);
  return /content-transfer-encoding: base64/i.test(letter)
    ? Buffer.from(body, 'base64').toString()
    : Buffer.from(
        body
          .replaceAll('=\r\n', '')
          .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
            String.fromCharCode(parseInt(hex, 16)),
          ),
        'latin1',
      ).toString();
}

describe('the agency’s letter', () => {
  it('is one for all 317 services, Thai first', async () => {
    const mailer = createAgencyMailer({ smtpUrl, from, addressOf });
    expect(await mailer.sendDigest(digest)).toBe('sent');
    expect(letters).toHaveLength(1);
    const [letter] = letters;
    expect(letter?.to).toEqual(['plan@excise.example']);
    expect(letter?.text).toMatch(/^Message-ID: <digest-3\.agy009@prasan\.th>\r$/im);
    const text = textOf(letter?.text ?? '');
    for (const { serviceId } of digest.owed) expect(text.split(`- ${serviceId} `)).toHaveLength(3);
    expect(text).toContain('- SVC0316 ไตรมาส 1 ปีงบประมาณ 2570 ครบกำหนด 15 มกราคม');
    expect(text).toContain('- SVC0316 quarter 1 of fiscal year 2570, due 15 January 2027');
    expect(text.indexOf('เรียน')).toBeLessThan(text.indexOf('These services'));
  });

  it('is not sent without a server, and not without an address', async () => {
    expect(await createAgencyMailer({ from, addressOf }).sendDigest(digest)).toBe('off');
    const mailer = createAgencyMailer({ smtpUrl, from, addressOf });
    expect(await mailer.sendDigest({ ...digest, agencyId: 'AGY011' })).toBe('noAddress');
    expect(letters).toEqual([]);
  });

  it('fails soon when the server accepts and then keeps silent', async () => {
    const silent = createServer();
    await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
    const { port } = silent.address() as AddressInfo;
    const mailer = createAgencyMailer({
      smtpUrl: `smtp://127.0.0.1:${port}`,
      from,
      addressOf,
      patienceMs: 200,
    });
    const began = performance.now();
    await expect(mailer.sendDigest(digest)).rejects.toThrow(/greeting|timeout/i);
    expect(performance.now() - began).toBeLessThan(5_000);
    silent.close();
  });

  it('fails when the server is away, so that it is tried again', async () => {
    const mailer = createAgencyMailer({ smtpUrl: 'smtp://127.0.0.1:1', from, addressOf });
    await expect(mailer.sendDigest(digest)).rejects.toThrow('ECONNREFUSED');
  });
});
