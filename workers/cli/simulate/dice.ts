import { createHash } from 'node:crypto';

/** Chance that comes out alike for a seed. */
export class Dice {
  private state: number;

  /** @param seed any whole number; its low 32 bits count */
  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A dice of its own for each name: what one of them rolls depends on no other. */
  static of(...name: readonly (string | number)[]): Dice {
    return new Dice(createHash('sha256').update(JSON.stringify(name)).digest().readUInt32BE());
  }

  /** A whole number from 0, less than `below`. */
  roll(below: number): number {
    // Mulberry32.
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  }

  /** True so many times in a hundred. */
  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }

  /** A whole number from one to another, both possible. */
  between(from: number, to: number): number {
    return from + this.roll(to - from + 1);
  }

  /** One of some. */
  pick<One>(some: readonly One[]): One {
    const one = some[this.roll(some.length)];
    if (one === undefined) throw new Error('there is nothing to choose from');
    return one;
  }

  /** One of some by weight; none of weight 0 unless all are. */
  weighed<One>(some: readonly One[], weightOf: (one: One) => number): One {
    const total = some.reduce((sum, one) => sum + weightOf(one), 0);
    let left = (this.roll(1_000_000) / 1_000_000) * total;
    for (const one of some) {
      left -= weightOf(one);
      if (left < 0) return one;
    }
    return this.pick(some);
  }

  /** One of the names by the weight beside each. */
  among<Name extends string>(weights: Readonly<Record<Name, number>>): Name {
    return this.weighed(Object.keys(weights) as Name[], (name) => weights[name]);
  }
}
