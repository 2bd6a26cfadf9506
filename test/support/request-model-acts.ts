import type { ModelPerson, ModelTime } from './request-model.js';

/** Members of bodies that the model looks at. */
export interface ModelBody {
  readonly items?: readonly { readonly itemId: string; readonly documentId?: string }[];
  readonly answers?: readonly { readonly itemId: string }[];
  readonly open?: readonly string[];
  readonly within?: ModelTime;
  readonly amount?: number;
  readonly inspection?: number;
  readonly hearing?: number;
  readonly consultation?: number;
  readonly bill?: number;
  readonly refund?: number;
  readonly result?: string;
  readonly agencyId?: string;
  readonly office?: string;
  readonly on?: string;
  readonly by?: string;
  readonly notify?: 'ELECTRONIC' | 'POST' | 'POST_ABROAD';
  readonly conditions?: string;
  readonly orderNumber?: string;
  readonly delegation?: { readonly from: string; readonly until: string };
  readonly transactionId?: string;
  readonly paidOn?: string;
  readonly effectiveOn?: string;
  readonly expiresOn?: string;
  readonly corrects?: number;
  readonly field?: string;
  readonly stay?: boolean;
}

/** An act of a person. */
export interface ModelAct {
  readonly action: string;
  readonly person: ModelPerson;
  readonly body: ModelBody;
  readonly at: number;
  readonly version: number;
}

/** What a rule sees of an act. */
export type Acted = Pick<ModelAct, 'body' | 'at' | 'person'>;
