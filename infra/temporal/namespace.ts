import type { Client } from '@temporalio/client';
import { searchAttributeTypes } from '../../contracts/search-attributes.js';
import { namespaceRetentionDays } from '../../contracts/topics.js';

/** Thrown when the namespace is not as our data says. */
export class NamespaceDrift extends Error {
  override readonly name = 'NamespaceDrift';
}

const retentionSeconds = namespaceRetentionDays * 86_400;

/** temporal.api.enums.v1.IndexedValueType */
const indexedValueTypes = { KEYWORD: 2, BOOL: 5, DATETIME: 6 } as const;
const alreadyExists = 6;
const notFound = 5;

/**
 * Makes the namespace with its retention and search attributes, or compares one that is there.
 *
 * @throws NamespaceDrift when retention or a search attribute's type differs
 */
export async function ensureNamespace(client: Client, namespace: string): Promise<void> {
  const { workflowService, operatorService } = client.connection;
  const found = await workflowService
    .describeNamespace({ namespace })
    .catch((error: unknown) => passOver(error, notFound));
  if (found === undefined) {
    await workflowService
      .registerNamespace({
        namespace,
        workflowExecutionRetentionPeriod: { seconds: retentionSeconds as never },
      })
      .catch((error: unknown) => passOver(error, alreadyExists));
  } else {
    const seconds = Number(found.config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    if (seconds !== retentionSeconds) {
      throw new NamespaceDrift(
        `Temporal namespace ${namespace} keeps histories for ${seconds / 86_400} days; it should be ${namespaceRetentionDays}`,
      );
    }
  }
  const wanted = Object.entries(searchAttributeTypes);
  const deadline = Date.now() + 60_000;
  let areNew = false;
  for (;;) {
    try {
      const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
      const missing = wanted.filter(([name]) => customAttributes[name] === undefined);
      const wrong = wanted.filter(([name, type]) => {
        const found: number | undefined = customAttributes[name];
        return found !== undefined && found !== indexedValueTypes[type];
      });
      if (wrong.length > 0) {
        const names = wrong.map(([name, type]) => `${name} should be ${type}`).join(', ');
        throw new NamespaceDrift(`Search attributes differ: ${names}`);
      }
      if (missing.length === 0) {
        // The server's parts learn of new ones one by one, those that search among the first.
        const query = allOf(wanted);
        if (areNew) await workflowService.countWorkflowExecutions({ namespace, query });
        return;
      }
      areNew = true;
      await operatorService.addSearchAttributes({
        namespace,
        searchAttributes: Object.fromEntries(
          missing.map(([name, type]) => [name, indexedValueTypes[type]]),
        ),
      });
    } catch (error) {
      // A namespace is known to every part of the server only some seconds after it was made.
      if (error instanceof NamespaceDrift || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

function allOf(attributes: readonly (readonly [string, string])[]): string {
  return attributes.map(([name]) => `${name} IS NULL`).join(' AND ');
}

function passOver(error: unknown, code: number): undefined {
  const isExpected =
    typeof error === 'object' && error !== null && 'code' in error && error.code === code;
  if (!isExpected) throw error;
  return undefined;
}
