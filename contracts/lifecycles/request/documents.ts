import type { Manual, RequiredDocument } from '../../manuals/manual.js';
import type { Refusal } from '../refusals.js';
import { refuse } from '../refusals.js';
import type { FiledDocument, RequestCase } from './case.js';

/** Documents that the manual does not know are taken up to this size. */
const ownBytesMax = 20_000_000;
const ownMediaTypes = ['application/pdf', 'image/jpeg', 'image/png'];

/** Why documents cannot be added to a request; `undefined` when they can. */
export function checkDocuments(
  request: Pick<RequestCase, 'manual' | 'documents'>,
  documents: readonly FiledDocument[],
): Refusal | undefined {
  return (
    documentsTwice(documents) ??
    documents
      .map(
        (document) =>
          checkFile(request.manual, document) ??
          hashDiffers([...request.documents, ...documents], document),
      )
      .find((refusal) => refusal !== undefined)
  );
}

/** The same document named twice in one filing. */
export function documentsTwice(documents: readonly FiledDocument[]): Refusal | undefined {
  const ids = documents.map(({ documentId }) => documentId);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  return twice.length > 0 ? refuse('documentTwice', { documents: twice }) : undefined;
}

/** Size and type against the manual; of a document that it does not know, against our own limits. */
export function checkFile(
  { documents }: Pick<Manual, 'documents'>,
  { documentId: document, bytes, mediaType }: FiledDocument,
): Refusal | undefined {
  const asked: Pick<RequiredDocument, 'bytesMax' | 'mediaTypes'> = documents.find(
    ({ documentId }) => documentId === document,
  ) ?? { bytesMax: ownBytesMax, mediaTypes: ownMediaTypes };
  if (bytes > asked.bytesMax) {
    return refuse('documentTooLarge', { document, bytes, max: asked.bytesMax });
  }
  return asked.mediaTypes.includes(mediaType)
    ? undefined
    : refuse('documentType', { document, mediaType, possible: asked.mediaTypes });
}

function hashDiffers(
  filed: readonly FiledDocument[],
  { documentId: document, reference, sha256 }: FiledDocument,
): Refusal | undefined {
  const differs = filed.some((one) => one.reference === reference && one.sha256 !== sha256);
  return differs ? refuse('documentHashDiffers', { document }) : undefined;
}
