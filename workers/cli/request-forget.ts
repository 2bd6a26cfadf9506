import type { Command } from 'commander';
import { z } from 'zod';
import type { CliContext } from './context.js';
import { GatewayCaller } from './gateway.js';
import type { Caller } from './sign-in.js';
import { signedIn } from './sign-in.js';
import { both } from './text.js';

const Forgotten = z.object({
  requestId: z.string(),
  privacy: z.object({ state: z.enum(['open', 'restricted', 'forgotten']) }),
  isNew: z.boolean(),
  text: z.object({ th: z.string(), en: z.string() }),
});

interface Options extends Caller {
  readonly reason: string;
  readonly key?: string;
  readonly json?: boolean;
}

/** `request forget ID`: the person is forgotten, or the data restricted while they must be kept. */
export function forgetCommand(request: Command, context: CliContext): void {
  signedIn(request.command('forget <id>'))
    .description('Forget the person once the time of keeping is over; restrict the data before')
    .requiredOption('--reason <text>', 'why; kept for good, so without names or numbers of persons')
    .option('--key <key>', 'Idempotency-Key: the same key is the same act')
    .addHelpText(
      'after',
      `
What happened stays proved: events, hashes and history are as they were, and can be read by nobody.
Nothing brings the data of a forgotten person back.

Example:
  prasan request forget ID --reason 'ครบ 10 ปี' --as agencyApprover --agency AGY009`,
    )
    .action(async (id: string, options: Options) => {
      const gateway = await GatewayCaller.signIn(context, options);
      const path = `/v1/requests/${encodeURIComponent(id)}/forget`;
      const { body } = await gateway.post(path, { reason: options.reason }, { key: options.key });
      if (options.json === true) {
        context.screen.json(body);
        return;
      }
      const { requestId, privacy, isNew, text } = Forgotten.parse(body);
      const before = isNew ? '' : ' (it was before)';
      context.screen.line(`${requestId} is ${privacy.state}${before}: ${both(text)}`);
    });
}
