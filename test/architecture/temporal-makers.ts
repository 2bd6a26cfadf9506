import ts from 'typescript';
import type { Source } from './sources.js';
import { nodesOf, parse, placeOf } from './sources.js';

/**
 * Finds Temporal clients, connections, workers, replays and test servers that are made where they
 * must not be, or without the one data-converter factory: what such a client writes, the others
 * cannot read once payloads are encrypted.
 */

const homes = ['infra/temporal/', 'test/support/'];
/** Maker → whether it takes a data converter. */
const makers: Readonly<Record<string, boolean>> = {
  'new Client': true,
  'new WorkflowClient': true,
  'new AsyncCompletionClient': true,
  'Connection.connect': false,
  'Connection.lazy': false,
  'NativeConnection.connect': false,
  'Worker.create': true,
  'Worker.runReplayHistory': true,
  'Worker.runReplayHistories': true,
  'TestWorkflowEnvironment.createLocal': true,
  'TestWorkflowEnvironment.createTimeSkipping': true,
  'TestWorkflowEnvironment.createFromExistingServer': true,
};

/** What is wrong with the Temporal clients and workers that a source makes. */
export function strayTemporalMakers(source: Source): string[] {
  const file = parse(source);
  const names = temporalNames(file);
  const isHome = homes.some((home) => source.path.startsWith(home));
  return [...nodesOf(file)].flatMap((node) => {
    const takesConverter = makers[makerOf(node, names)];
    if (takesConverter === undefined) return [];
    if (!isHome) return [`${placeOf(node)}: made outside infra/temporal`];
    return takesConverter && !usesFactory(node)
      ? [`${placeOf(node)}: made without createDataConverter()`]
      : [];
  });
}

/** Local name → exported name, of what a file imports from the Temporal SDK. */
function temporalNames(file: ts.SourceFile): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    if (!statement.moduleSpecifier.getText().includes('@temporalio/')) continue;
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) names.set(bindings.name.text, '*');
    else {
      for (const { name, propertyName } of bindings.elements) {
        names.set(name.text, (propertyName ?? name).text);
      }
    }
  }
  return names;
}

/** The maker that a node calls, as in the table above; '' when it calls none. */
function makerOf(node: ts.Node, names: ReadonlyMap<string, string>): string {
  if (ts.isNewExpression(node)) return `new ${exportedName(node.expression, names)}`;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return '';
  return `${exportedName(node.expression.expression, names)}.${node.expression.name.text}`;
}

function exportedName(node: ts.Expression, names: ReadonlyMap<string, string>): string {
  if (ts.isIdentifier(node)) return names.get(node.text) ?? '';
  const isMember = ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression);
  return isMember && names.get(node.expression.getText()) === '*' ? node.name.text : '';
}

/** Whether the call, or the function around it that builds its options, asks the factory. */
function usesFactory(call: ts.Node): boolean {
  const around = ts.findAncestor(call.parent, ts.isFunctionLike) ?? call;
  return [...nodesOf(around)].some(
    (node) =>
      ts.isPropertyAssignment(node) &&
      node.name.getText() === 'dataConverter' &&
      node.initializer.getText() === 'createDataConverter()',
  );
}
