import { isGrpcServiceError } from '@temporalio/client';

/** Codes of gRPC by which a question was not answered, and may be the next time. */
export const unansweredCodes = {
  /** The server ended the call itself. */
  cancelled: 1,
  deadlineExceeded: 4,
} as const;

/** The server's failed precondition: no task of the run is done yet, or none ever will be. */
export const failedPrecondition = 9;

/** The code of gRPC with which the server, or the client in its place, has refused a call. */
export function grpcCodeOf(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const failure = isGrpcServiceError(error) ? error : cause;
  return isGrpcServiceError(failure) ? failure.code : undefined;
}
