import type { View } from './context.js';
import { link } from './context.js';

interface FailureProps {
  readonly view: View;
  readonly title: string;
  readonly text: string;
  readonly details?: readonly string[];
}

/** What is shown in place of a page that cannot be. */
export function Failure({ view, title, text, details = [] }: FailureProps) {
  return (
    <div class="empty">
      <h1>{title}</h1>
      {text === '' ? null : <p>{text}.</p>}
      {details.length === 0 ? null : (
        <ul>
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      <p>
        <a href={link(view, '/')}>{view.words.overview}</a> ·{' '}
        <a href={link(view, '/services')}>{view.words.services}</a>
      </p>
    </div>
  );
}
