import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** What a file needs from elsewhere: a file (path below src) or a package. */
export interface Import {
  readonly target: string;
  readonly isPackage: boolean;
  /** Gone after compiling. */
  readonly isType: boolean;
}

export interface SourceFile {
  /** Below src, with slashes: `answering/answer.ts`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Members read as `a.b`, calls and constructions as written: `process.env`, `Date.now`, `new Date()`. */
  readonly mentions: ReadonlySet<string>;
}

export const ROOT = resolve(import.meta.dirname, '../..');
const SRC = join(ROOT, 'src');

export function readSources(): readonly SourceFile[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => readSource(path.replaceAll('\\', '/')))
    .sort((a, b) => a.path.localeCompare(b.path));
}

function readSource(path: string): SourceFile {
  const content = readFileSync(join(SRC, path), 'utf8');
  const tree = ts.createSourceFile(path, content, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const mentions = new Set<string>();
  const add = (specifier: ts.Node | undefined, isType: boolean) => {
    if (specifier && ts.isStringLiteral(specifier)) imports.push({ ...locate(path, specifier.text), isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isPropertyAccessExpression(node)) mentions.add(`${node.expression.getText()}.${node.name.text}`);
    else if (ts.isElementAccessExpression(node)) mentions.add(node.getText());
    else if (ts.isNewExpression(node) && !node.arguments?.length) mentions.add(`new ${node.expression.getText()}()`);
    else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) mentions.add(`${node.expression.text}()`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { path, lines: content.split('\n').length - 1, imports, mentions };
}

function locate(from: string, specifier: string): { target: string; isPackage: boolean } {
  if (!specifier.startsWith('.')) return { target: toPackageName(specifier), isPackage: true };
  const compiled = relative(SRC, resolve(SRC, dirname(from), specifier)).replaceAll('\\', '/');
  const target = ['.ts', '.tsx']
    .map((ending) => compiled.replace(/\.js$/, ending))
    .find((each) => ts.sys.fileExists(join(SRC, each)));
  if (!target) throw new Error(`${from} imports ${specifier}, which is not there`);
  return { target, isPackage: false };
}

function toPackageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
