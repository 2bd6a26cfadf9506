import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { moneyText } from '../../contracts/manuals/words.js';
import { readEnvFile } from '../../infra/local/env-file.js';
import type { CliContext } from './context.js';
import { GatewayCaller } from './gateway.js';
import { CommandFailed, exitCodes, messageOf } from './outcome.js';
import { RequestShown } from './request-answers.js';
import type { Caller } from './sign-in.js';
import { signedIn } from './sign-in.js';
import { both } from './text.js';

interface PayOptions extends Caller {
  readonly json?: boolean;
}

type Bill = RequestShown['details']['bills'][number];

/** How long a bill, and then its payment, is waited for. */
const waitsMs = [100, 200, 400, 800, 1_500, 3_000, 4_000];

/** `request pay`: a payer of the test treasury; nothing of the platform. */
export function payCommand(request: Command, context: CliContext): void {
  signedIn(request.command('pay <id>'))
    .description("Pay the bill at the local stack's test treasury (for trying out; no action)")
    .addHelpText(
      'after',
      `
Citizens pay at their bank, which the treasury tells. Here the treasury is the test agency's, which takes
the word of this command for a payment.

Example: prasan request pay ID --as portal --office biz`,
    )
    .action(async (id: string, options: PayOptions) => {
      const treasury = treasuryOf(context);
      const gateway = await GatewayCaller.signIn(context, options);
      const read = async () =>
        RequestShown.parse((await gateway.get(`/v1/requests/${encodeURIComponent(id)}`)).body);
      const bill = await payableBill(read);
      await payAt(treasury, { ref1: bill.ref1 });
      const after = await settled(read, bill.number);
      if (options.json === true) context.screen.json({ paid: bill, state: after.state });
      else context.screen.line(paidText(bill, after));
    });
}

/** The test treasury of a stack on this machine, as `npm start` left its address. */
export function treasuryOf(context: CliContext): string {
  const url = readEnvFile(context.config().PRASAN_HOME)['PRASAN_TEST_AGENCY_URL'] ?? '';
  if (/^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(url)) return url;
  throw new CommandFailed(
    'There is no local stack (npm start), so no test treasury to pay at; elsewhere the payer pays at a bank',
  );
}

/** The bill that can be paid now; one that is being made out is waited for. */
async function payableBill(
  read: () => Promise<RequestShown>,
): Promise<Bill & { readonly ref1: string }> {
  for (const waitMs of [...waitsMs, undefined]) {
    const { state, details } = await read();
    const bill = details.bills.findLast(({ status }) => status === 'wanted' || status === 'issued');
    if (bill === undefined) {
      throw new CommandFailed(`There is no bill to pay: the request is in state ${state}`);
    }
    const { ref1 } = bill;
    if (bill.status === 'issued' && ref1 !== null) return { ...bill, ref1 };
    if (waitMs !== undefined) await sleep(waitMs);
  }
  throw new CommandFailed(
    'The treasury has not made out the bill yet; try again',
    exitCodes.unreachable,
  );
}

/** A payment at the test treasury: the bill by its reference, and what is not as the bill says. */
export interface TestPayment {
  readonly ref1: string;
  readonly money?: { readonly amount: string; readonly currency: 'THB' };
  readonly isConfirmed?: boolean;
}

/**
 * Pays at the test treasury.
 *
 * @throws CommandFailed when it is away, or does not know the bill
 */
export async function payAt(treasury: string, payment: TestPayment): Promise<void> {
  const answer = await fetch(new URL('/dev/pay', treasury), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payment),
    signal: AbortSignal.timeout(10_000),
  }).catch((error: unknown) => {
    throw new CommandFailed(
      `The test agency at ${treasury} cannot be reached: ${messageOf(error)}. Is it running (npm start)?`,
      exitCodes.unreachable,
    );
  });
  if (answer.ok) return;
  throw new CommandFailed(
    `The test treasury did not take the payment (${answer.status}): ${(await answer.text()).trim()}. It keeps its bills in memory: those of an earlier start are gone`,
  );
}

/** The request once it knows of the payment, or as it stands when that takes long. */
async function settled(read: () => Promise<RequestShown>, number: number): Promise<RequestShown> {
  for (const waitMs of waitsMs) {
    const request = await read();
    const bill = request.details.bills.find((one) => one.number === number);
    if (bill?.status !== 'issued') return request;
    await sleep(waitMs);
  }
  return read();
}

function paidText({ number, money, ref1 }: Bill, { state, details }: RequestShown): string {
  const bill = details.bills.find((one) => one.number === number);
  const known =
    bill?.status === 'issued'
      ? 'the request does not know of it yet'
      : `the request is in ${state}`;
  return `Bill ${number} of ${both(moneyText(money))} (ref1 ${ref1 ?? ''}) is paid at the test treasury, by no action of the platform; ${known}`;
}
