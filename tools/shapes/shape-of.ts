import {
  type Declaration,
  type Symbol as Declared,
  ElementFlags,
  isPropertySignature,
  SymbolFlags,
  type TupleType,
  type Type,
  type TypeChecker,
  TypeFlags,
} from 'typescript';
import type { Shape } from '../../lib/shape/shape';
import { carriesProblems } from '../../lib/shape/union';

/** The shapes of types: those with a name once, and by their names elsewhere. */
export class ShapeReader {
  readonly named = new Map<string, Shape>();
  private readonly names = new Map<Type, string>();

  constructor(private readonly checker: TypeChecker) {}

  shapeOf(type: Type): Shape {
    const { flags } = type;
    if (flags & (TypeFlags.Any | TypeFlags.Unknown)) return 'anything';
    if (flags & (TypeFlags.Never | TypeFlags.Undefined)) return 'nothing';
    if (flags & TypeFlags.Null) return 'null';
    if (flags & (TypeFlags.StringLiteral | TypeFlags.NumberLiteral) && type.isLiteral())
      return typeof type.value === 'object' ? 'anything' : { is: [type.value] };
    if (flags & TypeFlags.BooleanLiteral)
      return { is: [this.checker.typeToString(type) === 'true'] };
    if (flags & TypeFlags.StringLike) return 'text';
    if (flags & TypeFlags.NumberLike) return 'number';
    if (flags & TypeFlags.BooleanLike) return 'boolean';
    if (flags & TypeFlags.NonPrimitive) return 'object';
    if (nameOf(type) === 'JsonValue') return 'value';
    if (ENDPOINTS.has(nameOf(type) ?? '')) {
      this.named.set('Endpoint', 'object');
      return '#Endpoint';
    }
    if (type.isUnion()) return this.nameable(type, () => this.unionOf(type.types));
    if (type.isIntersection() && type.types.some(isText)) return 'text';
    // What is said beside a map narrows it, and may do so without an end.
    const map = type.isIntersection() ? type.types.find(isMapType) : undefined;
    if (map !== undefined) return this.shapeOf(map);
    if (flags & (TypeFlags.Object | TypeFlags.Intersection)) return this.objectOf(type);
    const constraint = this.checker.getBaseConstraintOfType(type);
    return constraint === undefined || constraint === type ? 'anything' : this.shapeOf(constraint);
  }

  /** The functions that give a value of a type, for types whose values nobody writes by hand. */
  makersOf(made: ReadonlyMap<string, Type>): ReadonlyMap<string, readonly string[]> {
    const types = [...this.names].filter(([, name]) => this.isMade(`#${name}`));
    const makers = types.map(([type, name]): [string, readonly string[]] => [
      name,
      [...made].filter(([, one]) => this.checker.isTypeAssignableTo(one, type)).map(([key]) => key),
    ]);
    return new Map(makers.filter(([, functions]) => functions.length > 0));
  }

  /** Whether values say by a `kind` what they are, carry what is wrong with them, or do something. */
  private isMade(shape: Shape): boolean {
    if (typeof shape === 'string')
      return shape.startsWith('#') && this.isMade(this.named.get(shape.slice(1)) ?? 'anything');
    if ('any' in shape) return shape.any.every((branch) => isWords(branch) || this.isMade(branch));
    if ('does' in shape) return true;
    if (!('fields' in shape)) return false;
    return carriesProblems(shape) || isWords(shape.fields.kind ?? 'anything');
  }

  private unionOf(types: readonly Type[]): Shape {
    const shapes = types.filter((type) => !isUndefined(type)).map((type) => this.shapeOf(type));
    const words = shapes.flatMap((shape) => (isWords(shape) ? shape.is : []));
    const others = [...new Map(shapes.map((shape) => [JSON.stringify(shape), shape])).values()];
    // The compiler's own order changes with what it has read before.
    const rest = others.filter((shape) => !isWords(shape)).sort(byText);
    if (rest.includes('anything')) return 'anything';
    const isBoolean = words.includes(true) && words.includes(false);
    const literals = words.filter((word) => !isBoolean || typeof word !== 'boolean').sort();
    const any: readonly Shape[] = [
      ...(literals.length > 0 ? [{ is: literals }] : []),
      ...(isBoolean ? (['boolean'] as const) : []),
      ...rest,
    ];
    const [only = 'nothing'] = any;
    return any.length > 1 ? { any } : only;
  }

  private objectOf(type: Type): Shape {
    const { checker } = this;
    if (checker.isArrayType(type) || checker.isTupleType(type))
      return {
        list: this.shapeOf(type.getNumberIndexType() ?? checker.getNeverType()),
        ...this.lengthOf(type),
      };
    if (type.getCallSignatures().length + type.getConstructSignatures().length > 0)
      return 'function';
    const symbol = type.getSymbol();
    if (symbol !== undefined && symbol.flags & SymbolFlags.Class) return 'object';
    // Kubernetes' and others' own words are looked at where they become manifests.
    const [declaration] = symbol?.declarations ?? [];
    if (symbol !== undefined && declaration !== undefined && isForeign(declaration))
      return this.isServing(type) ? 'object' : 'data';
    if (JSON_TYPES.has(nameOf(type) ?? '')) return 'data';
    return this.nameable(type, () => this.fieldsOf(type));
  }

  /** How many items a list has that isn't of any length. */
  private lengthOf(type: Type): { readonly least?: number; readonly most?: number } {
    if (!this.checker.isTupleType(type) || !('target' in type)) return {};
    const { target } = type;
    if (!isTuple(target)) return {};
    const { minLength: least, elementFlags } = target;
    const isEndless = elementFlags.some((flags) => flags & ElementFlags.Variable);
    return { ...(least > 0 && { least }), ...(!isEndless && { most: elementFlags.length }) };
  }

  private fieldsOf(type: Type): Shape {
    const { checker } = this;
    const members = checker.getPropertiesOfType(type).filter(({ name }) => !name.startsWith('__@'));
    const index = checker.getIndexInfosOfType(type)[0]?.type;
    if (index !== undefined && members.length === 0) return { map: this.memberOf(index) };
    if (this.isServing(type))
      return nameOf(type) === undefined ? 'object' : { does: this.functionsOf(type) };
    const fields = members.map((member): [string, Shape] => [
      this.mayBeAbsent(member) ? `${member.name}?` : member.name,
      this.formOf(member) ?? this.shapeOf(this.presentTypeOf(member)),
    ]);
    return {
      fields: Object.fromEntries(fields),
      ...(index !== undefined && { others: this.shapeOf(index) }),
    };
  }

  /** What a map holds: nothing, too, where its type says that a member may be undefined. */
  private memberOf(type: Type): Shape {
    const shape = this.shapeOf(type);
    const mayBeUndefined = type.isUnion() && type.types.some(isUndefined);
    if (!mayBeUndefined || shape === 'anything') return shape;
    const any = typeof shape === 'object' && 'any' in shape ? shape.any : [shape];
    return { any: ['nothing', ...any] };
  }

  /** A text of a form that messages have words for; the compiler forgets the name of one that may be left out. */
  private formOf({ valueDeclaration }: Declared): Shape | undefined {
    if (valueDeclaration === undefined || !isPropertySignature(valueDeclaration)) return undefined;
    const name = valueDeclaration.type?.getText() ?? '';
    if (!FORMS.has(name)) return undefined;
    this.named.set(name, 'text');
    return `#${name}`;
  }

  private mayBeAbsent(member: Declared): boolean {
    const type = this.checker.getTypeOfSymbol(member);
    const mayBeUndefined = type.isUnion() && type.types.some(isUndefined);
    return mayBeUndefined || (member.flags & SymbolFlags.Optional) !== 0;
  }

  /** The type of a member that is there. */
  private presentTypeOf(member: Declared): Type {
    const type = this.checker.getTypeOfSymbol(member);
    const mayBeNull = type.isUnion() && type.types.some(({ flags }) => flags & TypeFlags.Null);
    return type.isUnion() && !mayBeNull ? this.checker.getNonNullableType(type) : type;
  }

  /** Whether it does something: instances of classes are of such types, which have more than their types say. */
  private isServing(type: Type): boolean {
    return this.checker
      .getPropertiesOfType(type)
      .some((member) => this.checker.getTypeOfSymbol(member).getCallSignatures().length > 0);
  }

  private functionsOf(type: Type): readonly string[] {
    return this.checker
      .getPropertiesOfType(type)
      .filter((member) => !this.mayBeAbsent(member))
      .filter((member) => this.checker.getTypeOfSymbol(member).getCallSignatures().length > 0)
      .map(({ name }) => name);
  }

  private nameable(type: Type, read: () => Shape): Shape {
    const known = this.names.get(type);
    if (known !== undefined) return `#${known}`;
    const wanted = nameOf(type);
    if (wanted === undefined) return read();
    const name = this.freeName(wanted);
    this.names.set(type, name);
    this.named.set(name, 'anything');
    this.named.set(name, read());
    return `#${name}`;
  }

  private freeName(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.named.has(name); count++) name = `${wanted}~${count}`;
    return name;
  }
}

const FORMS: ReadonlySet<string> = new Set(['Duration', 'Size']);

/** Made by the library, and looked at where calls are. */
const ENDPOINTS: ReadonlySet<string> = new Set(['Endpoint', 'ExternalEndpoint', 'ServiceEndpoint']);

/** Any data, as its types say so themselves. */
const JSON_TYPES: ReadonlySet<string> = new Set(['JsonObject', 'Manifest']);

function isTuple(type: unknown): type is TupleType {
  return typeof type === 'object' && type !== null && 'minLength' in type;
}

function isWords(shape: Shape): shape is { readonly is: readonly (string | number | boolean)[] } {
  return typeof shape === 'object' && 'is' in shape;
}

function isText({ flags }: Type): boolean {
  return (flags & TypeFlags.StringLike) !== 0;
}

function isMapType(type: Type): boolean {
  return type.getStringIndexType() !== undefined;
}

function byText(one: Shape, other: Shape): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

function isUndefined({ flags }: Type): boolean {
  return (flags & (TypeFlags.Undefined | TypeFlags.Void)) !== 0;
}

function isForeign(declaration: Declaration): boolean {
  const file = declaration.getSourceFile().fileName;
  return (
    (file.includes('/node_modules/') && !file.includes('/node_modules/typescript/')) ||
    file.includes('/imports/')
  );
}

/** The name that a type was given in the sources. */
function nameOf(type: Type): string | undefined {
  const symbol = type.aliasSymbol ?? type.getSymbol();
  const [declaration] = symbol?.declarations ?? [];
  if (symbol === undefined || symbol.name.startsWith('__') || declaration === undefined)
    return undefined;
  return declaration.getSourceFile().fileName.includes('/node_modules/') ? undefined : symbol.name;
}
