import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Standing, View } from './context.js';
import { Layout } from './layout.js';

/**
 * A whole page as HTML.
 *
 * @param retry seconds after which it asks again by itself
 */
export function renderPage(
  view: View,
  title: string,
  standing: Standing | undefined,
  content: VNode,
  retry?: number,
): string {
  const page = (
    <Layout view={view} title={title} standing={standing} retry={retry}>
      {content}
    </Layout>
  );
  return `<!doctype html>${renderToString(page)}`;
}
