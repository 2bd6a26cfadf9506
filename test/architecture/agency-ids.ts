import ts from 'typescript';
import type { Source } from './sources.js';
import { nodesOf, parse, placeOf } from './sources.js';

/**
 * Finds agency ids that are compared. An organisation may hold several, so who belongs together is
 * answered by contracts/agency-map.ts alone; a comparison anywhere else is a mistake that shows
 * only after the first merge of two agencies. SQL is text and is not looked at.
 */

const home = 'contracts/agency-map.ts';
const agencyName = /(agency_?ids?|agencies|^agency)$/i;
const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const searches = new Set(['includes', 'indexOf', 'lastIndexOf', 'has', 'localeCompare']);

/** The comparisons of agency ids in a source, as `path:line text`. */
export function agencyComparisons(source: Source): string[] {
  if (source.path === home) return [];
  const file = parse(source);
  return [...nodesOf(file)].filter((node) => compares(node, file)).map(placeOf);
}

function compares(node: ts.Node, file: ts.SourceFile): boolean {
  if (ts.isBinaryExpression(node) && comparisons.has(node.operatorToken.kind)) {
    const { left, right } = node;
    if (isNothing(left) || isNothing(right)) return false;
    const agencies = [left, right].filter(isAgency).length;
    return agencies === 2 || (agencies === 1 && ownerOf(left) !== ownerOf(right));
  }
  if (ts.isSwitchStatement(node)) return isAgency(node.expression);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression: searched, name } = node.expression;
  if (!searches.has(name.text) || (name.text === 'has' && isMap(searched, file))) return false;
  return isAgency(searched) || node.arguments.some(isAgency);
}

/** Whether an expression is named as an agency id, or some of them. */
function isAgency(node: ts.Expression): boolean {
  return agencyName.test(nameOf(node));
}

function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: key } = node;
    return ts.isStringLiteral(key) ? key.text : nameOf(node.expression);
  }
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node)
  ) {
    return nameOf(node.expression);
  }
  return '';
}

/** Whose property it is: an agency's name that equals its own id compares no two agencies. */
function ownerOf(node: ts.Expression): string {
  return ts.isPropertyAccessExpression(node) ? ownerOf(node.expression) : node.getText();
}

/** `undefined`, `null` and '' ask whether there is an agency, not which. */
function isNothing(node: ts.Expression): boolean {
  return ['undefined', 'null', "''"].includes(node.getText());
}

/** A map's `has` looks a record up by its key; it decides nothing about who belongs together. */
function isMap(node: ts.Expression, file: ts.SourceFile): boolean {
  return [...nodesOf(file)].some(
    (other) =>
      (ts.isVariableDeclaration(other) || ts.isParameter(other)) &&
      other.name.getText() === node.getText() &&
      /^(new |Readonly)?Map\b/.test((other.type ?? other.initializer)?.getText() ?? ''),
  );
}
