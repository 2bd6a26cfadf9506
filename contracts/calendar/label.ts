/** A text in Thai and English. */
export interface Label {
  readonly th: string;
  readonly en: string;
}
