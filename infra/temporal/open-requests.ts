import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { OpenRequests, RequestPage } from '../../activities/ports.js';
import type { RecountAnswer, RecountCommand } from '../../contracts/commands/request/messages.js';
import { recountUpdate, requestWorkflowType } from '../../contracts/commands/request/messages.js';
import { requestIdOf, requestSubject } from '../../contracts/ids.js';
import { actOnCase, findRequest } from './cases.js';

const open = `WorkflowType = '${requestWorkflowType}' AND ExecutionStatus = 'Running'`;
/** How long a case may take to answer. */
const recountMs = 30_000;

/**
 * The open requests as Temporal's visibility lists them: also while Kafka or PostgreSQL is away, and
 * with those whose first event nobody has read yet. It lists by the beginning of runs.
 */
export function createOpenRequests(client: Client, namespace: string): OpenRequests {
  return {
    async count() {
      return (await client.workflow.count(open)).count;
    },
    async page({ after, cursor, size }: RequestPage) {
      const since = after === null ? '' : ` AND StartTime > '${new Date(after).toISOString()}'`;
      const page = await client.connection.workflowService.listWorkflowExecutions({
        namespace,
        query: `${open}${since}`,
        pageSize: size,
        nextPageToken: Buffer.from(cursor ?? '', 'base64'),
      });
      const ids = page.executions.flatMap(({ execution }) => {
        const id = requestIdOf(execution?.workflowId ?? '');
        return id === undefined ? [] : [id];
      });
      const next = Buffer.from(page.nextPageToken).toString('base64');
      return { ids, next: next === '' ? null : next };
    },
    find: (requestId) => findRequest(client, requestId),
    recount: (requestId, command) => recountRequest(client, requestId, command),
  };
}

/** Has a request counted again; `undefined` when it has closed. */
export async function recountRequest(
  client: Client,
  requestId: string,
  command: RecountCommand,
): Promise<RecountAnswer | undefined> {
  const keyed = { ...command, key: `${command.campaignId}/${command.mark}` };
  try {
    return await client.withDeadline(Date.now() + recountMs, () =>
      actOnCase<RecountAnswer>(client, requestSubject(requestId), keyed, recountUpdate),
    );
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
