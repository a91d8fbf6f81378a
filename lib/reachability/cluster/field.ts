import { isFields } from '../../manifest/fields';
import { type Problem, wrongValue } from '../../problem/problem';

/**
 * A place in an object that someone wrote: reads what is there, and reports what doesn't fit with the path
 * that leads to it. Null counts as absent, as the API server has it.
 */
export class Field {
  constructor(
    readonly value: unknown,
    readonly path: string,
    private readonly report: (problem: Problem) => void,
  ) {}

  get present(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** Reports the value. */
  wrong(allowed: string): void {
    this.report(wrongValue(this.path, this.value, allowed));
  }

  /** Reports what a check found. */
  add(problems: readonly Problem[]): void {
    for (const problem of problems) this.report(problem);
  }

  /** The member of an object; absent when there is none, or no object. */
  get(key: string): Field {
    const value =
      isFields(this.value) && Object.hasOwn(this.value, key) ? this.value[key] : undefined;
    return new Field(value, this.path === '' ? key : `${this.path}.${key}`, this.report);
  }

  /** An item of a list; absent when there is none, or no list. */
  item(index: number): Field {
    const value: unknown = Array.isArray(this.value) ? this.value[index] : undefined;
    return new Field(value, `${this.path}[${index}]`, this.report);
  }

  /** Reports what is no object, and members that no reader looks at: a misspelt field is an absent one. */
  only(...known: readonly string[]): this {
    if (!this.present) return this;
    if (!isFields(this.value)) this.wrong('an object');
    else
      for (const key of Object.keys(this.value))
        if (!known.includes(key))
          this.add([
            { field: this.get(key).path, message: `no such field, allowed ${known.join(', ')}` },
          ]);
    return this;
  }

  /** The members of an object that is used as a map. */
  members(): readonly (readonly [string, Field])[] {
    if (!this.present) return [];
    if (isFields(this.value)) return Object.keys(this.value).map((key) => [key, this.get(key)]);
    this.wrong('an object');
    return [];
  }

  /** The items of a list. */
  items(): readonly Field[] {
    if (!this.present) return [];
    if (Array.isArray(this.value))
      return this.value.map(
        (item, index) => new Field(item, `${this.path}[${index}]`, this.report),
      );
    this.wrong('a list');
    return [];
  }

  text(allowed = 'text'): string | undefined {
    if (typeof this.value === 'string') return this.value;
    if (this.present) this.wrong(allowed);
    return undefined;
  }

  texts(): readonly string[] {
    return this.items().flatMap((item) => {
      if (!item.present) item.wrong('text');
      return item.text() ?? [];
    });
  }

  integer(min: number, max: number): number | undefined {
    const { value } = this;
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)
      return value;
    if (this.present) this.wrong(`a whole number from ${min} to ${max}`);
    return undefined;
  }

  flag(): boolean {
    if (this.present && typeof this.value !== 'boolean') this.wrong('true or false');
    return this.value === true;
  }

  choice<T extends string>(choices: readonly T[], otherwise: T): T {
    if (!this.present) return otherwise;
    const found = choices.find((choice) => choice === this.value);
    if (found === undefined) this.wrong(choices.join(', '));
    return found ?? otherwise;
  }
}
