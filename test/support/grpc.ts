import { ServiceError } from '@temporalio/client';

/** Codes of gRPC. */
export const grpc = {
  cancelled: 1,
  deadlineExceeded: 4,
  permissionDenied: 7,
  failedPrecondition: 9,
  unavailable: 14,
} as const;

/** What the client throws for a question that failed with a code. */
export function failedQuery(code: number, said = `code ${code}`): ServiceError {
  const cause = Object.assign(new Error(said), { code, details: '', metadata: {} });
  return new ServiceError('Failed to query Workflow', { cause });
}
