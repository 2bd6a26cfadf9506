import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Standing, View } from './context.js';
import { Layout } from './layout.js';

/** A whole page as HTML. */
export function renderPage(
  view: View,
  title: string,
  standing: Standing | undefined,
  content: VNode,
): string {
  const page = (
    <Layout view={view} title={title} standing={standing}>
      {content}
    </Layout>
  );
  return `<!doctype html>${renderToString(page)}`;
}
