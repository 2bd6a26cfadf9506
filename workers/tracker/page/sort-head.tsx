import type { ComponentChildren } from 'preact';

interface SortHeadProps {
  /** Where the table is in the order of this column. */
  readonly href: string;
  /** What the link says when it is pointed at. */
  readonly title: string;
  readonly isSorted: boolean;
  /** A column of counts: the greatest come first. */
  readonly isNumber?: boolean;
  readonly children: ComponentChildren;
}

/** A head that orders the table by its column: a link, so that its address can be kept. */
export function SortHead({ href, title, isSorted, isNumber = false, children }: SortHeadProps) {
  const order = isNumber ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      class={isNumber ? 'number' : undefined}
      aria-sort={isSorted ? order : undefined}
    >
      <a href={href} title={title}>
        {children}
      </a>
    </th>
  );
}
